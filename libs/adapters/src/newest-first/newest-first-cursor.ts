/** How far complete polls have seen, as it travels in the cursor of a `PollAnswer`. */
import { asObject, asTimestamp } from '../wire-fields.js';

/** Creation instant of the newest job seen, by the backend's clock, and what that clock showed beside ours then, in ms. */
export interface Watermark {
  readonly newestMs: number;
  /** The backend's clock minus ours; `undefined` where it was not told. */
  readonly offsetMs: number | undefined;
}

/** Writes a cursor. */
export function formatCursor({ newestMs, offsetMs }: Watermark): string {
  return JSON.stringify({ newest: new Date(newestMs).toISOString(), offset: offsetMs });
}

/** Reads a cursor; `undefined` when there is none or it is not ours, which makes the next poll read everything. */
export function parseCursor(cursor: string | undefined): Watermark | undefined {
  if (cursor === undefined) return undefined;
  try {
    const fields = asObject(JSON.parse(cursor));
    const [newest, offset] = [asTimestamp(fields?.['newest']), fields?.['offset']];
    if (newest === undefined) return undefined;
    return { newestMs: Date.parse(newest), offsetMs: Number.isFinite(offset) ? (offset as number) : undefined };
  } catch {
    return undefined; // written by another version, say: reading everything is always right
  }
}

/**
 * The instant, by the backend's clock, before which no job can be that was created after the poll that left the
 * watermark. Where that clock has been set back since, its new jobs lie before its newest ones.
 */
export function createdSince(watermark: Watermark, offsetMs: number | undefined): number {
  return watermark.newestMs + Math.min(0, shiftFrom(watermark, offsetMs));
}

/** The watermark after a complete poll, which never goes back. `newest` counts no further than the backend's clock showed. */
export function advanced(before: Watermark | undefined, newest: Watermark, beganMs: number): Watermark {
  const { offsetMs } = newest;
  const newestMs = Math.min(newest.newestMs, beganMs + (offsetMs ?? 0));
  const known = before === undefined ? 0 : before.newestMs + shiftFrom(before, offsetMs);
  return { newestMs: Math.max(known, newestMs), offsetMs: offsetMs ?? before?.offsetMs };
}

/** How far the backend's clock has been set forward since the watermark. */
function shiftFrom({ offsetMs: before }: Watermark, now: number | undefined): number {
  return before === undefined || now === undefined ? 0 : now - before;
}
