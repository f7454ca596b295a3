import { useEffect, useState } from 'react';

import { Store, useStore } from '../live/store';
import { Counts, type FacetCounts, NO_COUNTS } from './counts';
import { type JobsList } from './jobs-list';

const NOT_COUNTED = new Store(NO_COUNTS);

/** The counts of a list's facets. Those of the last list stay until the first new ones are there. */
export function useCounts(list: JobsList | undefined): FacetCounts {
  const [counts, setCounts] = useState(NOT_COUNTED);
  useEffect(() => {
    if (!list) return;
    const counting = new Counts(list.query.filter, () => list.view.get().changes);
    const stopWaiting = counting.counts.subscribe(() => setCounts(counting.counts));
    return () => {
      stopWaiting();
      counting.stop();
    };
  }, [list]);
  return useStore(counts);
}
