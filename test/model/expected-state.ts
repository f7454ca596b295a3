/** The gateway's state for each native state. Written from the documentation, without the gateway's own tables. */
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

/** The gateway's state for a native state; `unknown` if no table has it. */
export function expectedState(kind: SourceKind, nativeState: string): string {
  return TABLES[kind][nativeState.toLowerCase()] ?? 'unknown';
}

/** True if a job of this kind has ended in this native state. */
export function isEnd(kind: SourceKind, nativeState: string): boolean {
  return ENDS.includes(expectedState(kind, nativeState));
}

/** The native states of a kind: those of active jobs, and those of ended jobs. */
export function nativeStatesOf(kind: SourceKind): {
  readonly active: readonly string[];
  readonly ends: readonly string[];
} {
  const states = Object.keys(TABLES[kind]);
  return {
    active: states.filter((state) => !isEnd(kind, state)),
    ends: states.filter((state) => isEnd(kind, state)),
  };
}
