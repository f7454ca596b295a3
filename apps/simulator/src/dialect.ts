/** What makes a simulated backend an ONTAP cluster, a Service Engine or a Unified Manager. */
import { type SourceKind } from '@gateway/core';
import { type Answer, type Call } from './call.js';
import { type JobTable } from './job-table.js';
import { Random } from './random.js';
import { type Skew } from './skew.js';

/** What a request is for; `act` is any PATCH of jobs, `sign-in` a request for a token. */
export const CALL_KINDS = ['list', 'get', 'act', 'sign-in', 'other'] as const;
/** One of these. */
export type CallKind = (typeof CALL_KINDS)[number];

/** Where a request leads; `nativeId` on calls about one job. */
export interface Route {
  readonly call: CallKind;
  readonly nativeId?: string;
}

/** Refusals that have nothing to do with what was asked. */
export type Refusal = 'unauthorized' | 'forbidden' | 'throttled' | 'failed';

/** How one backend differs from others of its kind; what is left out keeps the kind's default. */
export interface BackendSettings {
  /** ONTAP: the release, which decides which fields and arguments exist. */
  readonly version?: string;
  /** ONTAP and Unified Manager: the offset times are written in, e.g. `-08:00`. */
  readonly utcOffset?: string;
  /** ONTAP: how long a pause or cancel takes to have its effect; the job reports `running` meanwhile. 2,000. */
  readonly actionDelayMs?: number;
  /** ONTAP: a Bearer token accepted beside Basic. */
  readonly bearerToken?: string;
  /** Service Engine: how long a token lives. 600,000. */
  readonly tokenLifeMs?: number;
  /** Unified Manager: `state` and `status` in upper case. */
  readonly upperCase?: boolean;
  /** Unified Manager: `state` carries the outcome and `status` the life cycle. */
  readonly swapped?: boolean;
  /** The longest page the backend gives, whatever is asked for. ONTAP 10,000, the others 1,000. */
  readonly pageCap?: number;
}

/** What a dialect is made from. */
export interface DialectSetup {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly seed: number;
  readonly clock: { now(): number };
  /** How far the backend's own clock is off; may change at any time. */
  readonly skew: Skew;
  readonly jobs: number;
  readonly churn: number;
  readonly retentionMs: number;
  readonly settings: BackendSettings;
}

/** One kind of backend: its jobs and how it speaks of them. */
export interface Dialect {
  readonly kind: SourceKind;
  readonly jobs: JobTable<unknown>;
  route(call: Call): Route;
  /** Whether the request's login is good. */
  authorised(call: Call): boolean;
  /** The answer to an authorised request, or to one for a token. */
  answer(call: Call): Answer;
  refuse(refusal: Refusal): Answer;
}

/** The random numbers of one job of a backend, told from all other jobs by its ordinal. */
export function randomOf(setup: DialectSetup, ordinal: number, purpose = 'job'): Random {
  return new Random(`${setup.seed}/${setup.name}/${purpose}/${ordinal}`);
}
