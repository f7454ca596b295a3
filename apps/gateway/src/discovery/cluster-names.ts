/** Names of sources for discovered clusters (pure). */
import { type ManagedCluster } from '@gateway/core';

/** Leaves room for a UUID of 36 characters in the 63 of a source name. */
const MAX_LENGTH = 26;
const SHORT_UUID = 8;

/**
 * The name of the source for a cluster: the cluster's name in lower case, with `-` in place of other characters. If
 * that is taken, the beginning of the cluster's UUID follows, or all of it.
 */
export function sourceNameFor({ name, uuid }: ManagedCluster, isTaken: (name: string) => boolean): string {
  const base = plain(name) || 'cluster';
  const candidates = [base, `${base}-${uuid.slice(0, SHORT_UUID)}`, `${base}-${uuid}`];
  return candidates.find((candidate) => !isTaken(candidate)) ?? uuid;
}

function plain(name: string): string {
  const letters = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return trimmed(trimmed(letters.replaceAll(/[^a-z0-9]+/g, '-')).slice(0, MAX_LENGTH));
}

function trimmed(name: string): string {
  return name.replaceAll(/^-+|-+$/g, '');
}
