import { type Job } from '@gateway/core';

/** The states in ONTAP's API since 9.6 (`GET /cluster/jobs`). Clients treat any other state as an error. */
export const ONTAP_STATES = ['queued', 'running', 'paused', 'success', 'failure'] as const;
/** A state in ONTAP's API. */
export type OntapState = (typeof ONTAP_STATES)[number];

/**
 * Converts the state of a job to an ONTAP state. `unknown` is `failure` if the job is terminal, so that a client neither waits
 * forever nor receives a success that was not observed.
 */
export function toOntapState({ state, terminal }: Pick<Job, 'state' | 'terminal'>): OntapState {
  switch (state) {
    case 'queued':
    case 'running':
    case 'paused':
    case 'success':
    case 'failure':
      return state;
    case 'warning':
      return 'success';
    case 'partial_failure':
    case 'cancelled':
      return 'failure';
    case 'unknown':
      return terminal ? 'failure' : 'running';
    default:
      return state satisfies never;
  }
}
