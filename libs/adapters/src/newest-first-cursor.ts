/** Creation instant of the newest job a complete poll saw, as it travels in the cursor of a `PollAnswer`. */
import { asObject, asTimestamp } from './wire-fields.js';

/** Writes a cursor; `newestMs` is in ms since the epoch. */
export function formatCursor(newestMs: number): string {
  return JSON.stringify({ newest: new Date(newestMs).toISOString() });
}

/** Reads a cursor; `undefined` when there is none or it is not ours, which makes the next poll read everything. */
export function parseCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  try {
    const newest = asTimestamp(asObject(JSON.parse(cursor))?.['newest']);
    return newest === undefined ? undefined : Date.parse(newest);
  } catch {
    return undefined; // written by another version, say: reading everything is always right
  }
}
