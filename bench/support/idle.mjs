import { setTimeout as delay } from 'node:timers/promises';

import { makeFolder } from './folders.mjs';
import { startGateway } from './gateway.mjs';

/** Time after which memory is read: two cycles of every source. */
export const SETTLE_MS = 10_000;
let known;

/** Resident bytes of a gateway without sources and jobs. Measured once. */
export function idleMemory() {
  known ??= measure();
  return known;
}

async function measure() {
  const { folder, remove } = await makeFolder();
  const gateway = await startGateway({ folder, sources: 0 });
  await delay(SETTLE_MS);
  const bytes = await gateway.memory();
  await gateway.stop();
  await remove();
  return bytes;
}
