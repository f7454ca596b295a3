import { put, type Sample } from '@gateway/testing/jobs';

import { View } from '../index/view.js';

/** A view with these jobs, in a change log with the revisions `1-1`, `1-2` and so on. */
export function viewOf(...samples: readonly Sample[]): View {
  const view = new View();
  view.apply(samples.map((sample, at) => put(sample, `1-${at + 1}`)));
  return view;
}
