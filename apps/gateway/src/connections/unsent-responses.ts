import { type ConnectionLimits } from './connection-limits.js';

/** Bytes of a response that the client has not taken. */
export interface UnsentResponse {
  /** Closes the connection. */
  readonly cut: () => void;
  readonly bytes: number;
  /** The bytes of the connection so far, with these. */
  readonly written: number;
  /** When this number was first seen, in ms. */
  readonly since: number;
  /** False for a stream that continues once the client has taken these bytes. */
  readonly isComplete: boolean;
}

/** The responses to give up. */
export interface OverdueResponses {
  /** Those that the client takes too slowly. */
  readonly slow: readonly UnsentResponse[];
  /** The oldest ones beyond the memory for unsent responses. */
  readonly excess: readonly UnsentResponse[];
}

/** Selects the responses to give up at a time in ms. `excess` has none that is seen for the first time. */
export function overdueResponses(
  unsent: readonly UnsentResponse[],
  { responseBytesPerSecond, responseMs, unsentBytes }: ConnectionLimits,
  now: number,
): OverdueResponses {
  const isSlow = ({ bytes, since }: UnsentResponse): boolean =>
    now - since >= responseMs + (bytes / responseBytesPerSecond) * 1_000;
  const slow = unsent.filter(isSlow);
  const others = unsent.filter((response) => response.isComplete && !isSlow(response));
  let excessBytes = others.reduce((sum, { bytes }) => sum + bytes, 0) - unsentBytes;
  const excess: UnsentResponse[] = [];
  for (const response of others.filter(({ since }) => since < now).sort((one, other) => one.since - other.since)) {
    if (excessBytes <= 0) break;
    excess.push(response);
    excessBytes -= response.bytes;
  }
  return { slow, excess };
}
