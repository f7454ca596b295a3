import { type Job } from '@gateway/core';

/** The five states ONTAP's clients know; they take any other for an error (`GET /cluster/jobs`, releases 9.6 and later). */
export const ONTAP_STATES = ['queued', 'running', 'paused', 'success', 'failure'] as const;
/** One of the five. */
export type OntapState = (typeof ONTAP_STATES)[number];

/**
 * A job's state in ONTAP's words. What ended otherwise than well is a failure, also where nobody saw the end: a client that
 * waits must neither wait for ever nor be told of a success nobody saw.
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
