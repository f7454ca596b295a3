/** What a backend's word means, written down from the contract's table and from nothing of the gateway's own. */
import { type SourceKind } from '@gateway/core';

const ONTAP: Readonly<Record<string, string>> = {
  queued: 'queued',
  running: 'running',
  paused: 'paused',
  success: 'success',
  failure: 'failure',
  error: 'failure',
  failed: 'failure',
};

const SERVICE_ENGINE: Readonly<Record<string, string>> = {
  pending: 'queued',
  queued: 'queued',
  accepted: 'queued',
  running: 'running',
  in_progress: 'running',
  processing: 'running',
  warning: 'running',
  successful: 'success',
  success: 'success',
  completed: 'success',
  normal: 'success',
  partial_failures: 'partial_failure',
  failed: 'failure',
  failure: 'failure',
  error: 'failure',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  aborted: 'cancelled',
};

const UNIFIED_MANAGER: Readonly<Record<string, string>> = {
  'queued/normal': 'queued',
  'waiting/normal': 'queued',
  'running/normal': 'running',
  'running/warning': 'running',
  'aborting/normal': 'running',
  'completed/normal': 'success',
  'completed/warning': 'warning',
  'completed/partial_failures': 'partial_failure',
  'completed/error': 'failure',
  'aborted/error': 'cancelled',
  'aborted/normal': 'cancelled',
};

const TABLES: Readonly<Record<SourceKind, Readonly<Record<string, string>>>> = {
  ontap: ONTAP,
  'service-engine': SERVICE_ENGINE,
  'unified-manager': UNIFIED_MANAGER,
};

const ENDS = ['success', 'warning', 'partial_failure', 'failure', 'cancelled'];

/** The gateway's state for the oracle's word; a word of no table is `unknown`. */
export function expectedState(kind: SourceKind, word: string): string {
  return TABLES[kind][word.toLowerCase()] ?? 'unknown';
}

/** True for the words a job of this kind ends in. */
export function isEnd(kind: SourceKind, word: string): boolean {
  return ENDS.includes(expectedState(kind, word));
}

/** The words of a kind, by whether a job ends in them. */
export function wordsOf(kind: SourceKind): { readonly active: readonly string[]; readonly ends: readonly string[] } {
  const words = Object.keys(TABLES[kind]);
  return {
    active: words.filter((word) => !isEnd(kind, word)),
    ends: words.filter((word) => isEnd(kind, word)),
  };
}
