/** The watermark of a newest-first listing, and its text form: the cursor of a poll result. */
import { asObject, asTimestamp } from '../wire/wire-fields.js';

/** The newest creation time of the last complete poll, and the clock offset during that poll. */
export interface Watermark {
  /** Milliseconds since the epoch, by the backend's clock. */
  readonly newestMs: number;
  /** The backend's clock minus the gateway's, in ms; `undefined` if the backend sent no date. */
  readonly offsetMs: number | undefined;
}

/** Smaller differences of a watermark are ignored, in ms. */
const NOISE_MS = 2_000;

/** The watermark as a cursor. */
export function formatCursor({ newestMs, offsetMs }: Watermark): string {
  return JSON.stringify({ newest: new Date(newestMs).toISOString(), offset: offsetMs });
}

/** The watermark of a cursor; `undefined` without a valid cursor: the next poll then reads the whole listing. */
export function parseCursor(cursor: string | undefined): Watermark | undefined {
  if (cursor === undefined) return undefined;
  try {
    const fields = asObject(JSON.parse(cursor));
    const [newest, offset] = [asTimestamp(fields?.['newest']), fields?.['offset']];
    if (newest === undefined) return undefined;
    return { newestMs: Date.parse(newest), offsetMs: Number.isFinite(offset) ? (offset as number) : undefined };
  } catch {
    return undefined; // e.g. written by another version; to read the whole listing is always correct
  }
}

/**
 * The earliest possible creation time, by the backend's clock, of a job that was created after the poll of the
 * watermark. It is earlier than the watermark if the backend's clock has been set back since.
 */
export function createdSince(watermark: Watermark, offsetMs: number | undefined): number {
  return watermark.newestMs + Math.min(0, shiftFrom(watermark, offsetMs));
}

/**
 * The watermark after a complete poll: that of `newest`, but at most the backend's time at the start of the poll, and
 * never less than before. Both are compared by the backend's current clock.
 */
export function advanced(before: Watermark | undefined, newest: Watermark, beganMs: number): Watermark {
  const { offsetMs } = newest;
  const newestMs = Math.min(newest.newestMs, beganMs + (offsetMs ?? 0));
  const known = before === undefined ? 0 : before.newestMs + shiftFrom(before, offsetMs);
  return { newestMs: Math.max(known, newestMs), offsetMs: offsetMs ?? before?.offsetMs };
}

/**
 * The watermark for the next poll: still `before` if `after` differs by less than two seconds. Clock offsets are accurate
 * to half a second, and an earlier watermark is always correct; so the cursor of a quiet backend does not change.
 */
export function withoutNoise(before: Watermark | undefined, after: Watermark): Watermark {
  if (before === undefined || after.newestMs - before.newestMs >= NOISE_MS) return after;
  return Math.abs(shiftFrom(before, after.offsetMs)) >= NOISE_MS || before.offsetMs === undefined ? after : before;
}

/** How far the backend's clock has been set forward since the watermark, in ms; negative if set back. */
function shiftFrom({ offsetMs: before }: Watermark, now: number | undefined): number {
  return before === undefined || now === undefined ? 0 : now - before;
}
