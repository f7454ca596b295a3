// A process of its own for a test that kills it: appends to the embedded store in the directory named by its first
// argument, and prints what was acknowledged, one line each, as soon as it is.
import { writeSync } from 'node:fs';
import { type Revision, systemClock } from '@gateway/core';
import { createStore } from '../create-store.js';
import { put, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';

const [path = '', round = ''] = process.argv.slice(2);
const store = createStore({ kind: 'embedded', path, clock: systemClock, logger: new RecordingLogger() });
await store.open();
await Promise.all(['a', 'b', 'c', 'd'].map(keepAppending));

/** Writes a new job and rewrites an old one, over and over. */
async function keepAppending(writer: string): Promise<void> {
  let expectedRevision: Revision | undefined;
  for (let count = 1; ; count += 1) {
    const [added, rewritten] = [`east~${round}-${writer}-${count}`, `east~${round}-${writer}`];
    const { revision } = await store.append([put(added), put(rewritten, String(count), expectedRevision)], seenAt(1));
    writeSync(1, `${JSON.stringify({ added, rewritten, count, revision })}\n`);
    expectedRevision = revision;
  }
}
