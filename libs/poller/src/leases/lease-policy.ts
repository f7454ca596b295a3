/** Which replica polls a source. Decided from names alone, so all replicas get the same result. */
import { createHash } from 'node:crypto';

/** How long other replicas leave a free lease to the preferred replica, in ms. */
export const GRACE_PERIOD_MS = 5_000;

/**
 * The replica that should poll a source, by rendezvous hashing: each replica has a weight for each source, and the
 * highest weight wins. If a replica joins or leaves, only the sources that it gets or had move. `undefined` without
 * replicas.
 */
export function preferredReplica(source: string, replicas: readonly string[]): string | undefined {
  let preferred: { readonly replica: string; readonly weight: string } | undefined;
  for (const replica of replicas) {
    const weight = createHash('sha256').update(`${replica}\n${source}`).digest('hex');
    if (!preferred || weight > preferred.weight) preferred = { replica, weight };
  }
  return preferred?.replica;
}

/** What a replica knows about a source's lease between two cycles. */
export interface LeaseSituation {
  readonly me: string;
  readonly preferred: string | undefined;
  /** This replica holds the lease. */
  readonly held: boolean;
  /** The replica that was preferred when this one took the lease, and had not taken it within the grace period. */
  readonly skippedBy: string | undefined;
  /** How long the lease has been left to the preferred replica, in ms. */
  readonly waitedMs: number;
}

/**
 * What to do with the lease. The preferred replica takes it at once; another one only after the grace period. That one
 * later hands it over to the preferred replica, unless it skipped the lease before: the lease does not move back and
 * forth.
 */
export function leaseStep(situation: LeaseSituation): 'take' | 'wait' | 'hand over' {
  const { held, me, preferred, skippedBy, waitedMs } = situation;
  if (preferred === undefined || preferred === me) return 'take';
  if (held) return skippedBy === preferred ? 'take' : 'hand over';
  return waitedMs >= GRACE_PERIOD_MS ? 'take' : 'wait';
}
