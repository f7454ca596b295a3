// A process that a test starts and kills. It appends to the embedded store in the directory that its first argument
// names, and prints a line for each append as soon as the store has acknowledged it.

import { writeSync } from 'node:fs';

import { type Revision, systemClock } from '@gateway/core';
import { put, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { createStore } from '../create-store.js';

const [path = '', round = ''] = process.argv.slice(2);
const store = createStore({ kind: 'embedded', path, clock: systemClock, logger: new RecordingLogger() });
await store.open();
await Promise.all(['a', 'b', 'c', 'd'].map(keepAppending));

/** In each append, writes a new job and rewrites an existing one. */
async function keepAppending(writer: string): Promise<void> {
  let expectedRevision: Revision | undefined;
  for (let count = 1; ; count += 1) {
    const [added, rewritten] = [`east~${round}-${writer}-${count}`, `east~${round}-${writer}`];
    const { revision } = await store.append([put(added), put(rewritten, String(count), expectedRevision)], seenAt(1));
    writeSync(1, `${JSON.stringify({ added, rewritten, count, revision })}\n`);
    expectedRevision = revision;
  }
}
