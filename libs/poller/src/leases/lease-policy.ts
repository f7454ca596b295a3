/** Who should poll a source: decided from names alone, so that all replicas come to the same answer. */
import { createHash } from 'node:crypto';

/** A replica that is preferred has so long, in ms, to take a free lease before another one does. */
export const CHANCE_MS = 5_000;

/**
 * The replica that should poll a source, by rendezvous hashing: each replica has a weight for each source, and the
 * heaviest is it. When one joins or leaves, only the sources it gets or had move. `undefined` without replicas.
 */
export function preferredReplica(source: string, replicas: readonly string[]): string | undefined {
  let preferred: { readonly replica: string; readonly weight: string } | undefined;
  for (const replica of replicas) {
    const weight = createHash('sha256').update(`${replica}\n${source}`).digest('hex');
    if (!preferred || weight > preferred.weight) preferred = { replica, weight };
  }
  return preferred?.replica;
}

/** What a replica knows of a source's lease between two cycles. */
export interface LeaseFacts {
  readonly me: string;
  readonly preferred: string | undefined;
  /** The lease is ours. */
  readonly held: boolean;
  /** The preferred replica that had its chance and let it go by when we took the lease. */
  readonly skippedBy: string | undefined;
  /** For how long, in ms, the preferred replica has had its chance. */
  readonly chanceMs: number;
}

/**
 * What to do about the lease: the preferred replica takes it at once, another one only after that one had its chance,
 * and gives it back unless that one has let it go by before: so nothing goes to and fro.
 */
export function leaseStep({ chanceMs, held, skippedBy, me, preferred }: LeaseFacts): 'take' | 'wait' | 'hand back' {
  if (preferred === undefined || preferred === me) return 'take';
  if (held) return skippedBy === preferred ? 'take' : 'hand back';
  return chanceMs >= CHANCE_MS ? 'take' : 'wait';
}
