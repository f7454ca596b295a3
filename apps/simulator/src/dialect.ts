/** The interface of a dialect: what differs between the kinds of simulated backend. */
import { type SourceKind } from '@gateway/core';

import { type Answer, type Call } from './call.js';
import { type JobTable } from './job-table.js';
import { type ClusterIdentity } from './managed-cluster.js';
import { Random } from './random.js';
import { type Skew } from './skew.js';
import { type ApiGateway } from './unified-manager/api-gateway.js';

/**
 * The kinds of request. `act` is any PATCH of jobs, `sign-in` is a request for a token, `clusters` is a list of managed
 * clusters, `gateway` is a request that a Unified Manager passes on to a cluster.
 */
export const CALL_KINDS = ['list', 'get', 'act', 'sign-in', 'clusters', 'gateway', 'other'] as const;
/** One of these. */
export type CallKind = (typeof CALL_KINDS)[number];

/** The meaning of a request; `nativeId` for requests about one job. */
export interface Route {
  readonly call: CallKind;
  readonly nativeId?: string;
}

/** Errors that do not depend on the request. */
export type Refusal = 'unauthorized' | 'forbidden' | 'throttled' | 'failed';

/** How one backend differs from others of its kind. Absent settings have the default of the kind. */
export interface BackendSettings {
  /** ONTAP: the release, which determines the fields and arguments. @default 9.13.1 */
  readonly version?: string;
  /** ONTAP and Unified Manager: the UTC offset of times, for example `-08:00`. @default +00:00 */
  readonly utcOffset?: string;
  /** ONTAP: the delay before a pause or cancel takes effect; until then the job is `running`. @default 2_000 */
  readonly actionDelayMs?: number;
  /** ONTAP: a Bearer token that is accepted besides Basic. */
  readonly bearerToken?: string;
  /** Service Engine: the lifetime of a token. @default 600_000 */
  readonly tokenLifeMs?: number;
  /** Unified Manager: `state` and `status` are in upper case. */
  readonly upperCase?: boolean;
  /** Unified Manager: `state` holds the outcome and `status` the life cycle. */
  readonly swapped?: boolean;
  /** Unified Manager: `/gateways` has all clusters on one page, without a total, and has no parameters for pages. */
  readonly unpagedClusters?: boolean;
  /** The largest page, whatever size is requested. @default 10_000 for ONTAP, 1_000 for the others */
  readonly pageCap?: number;
}

/** The settings of a dialect. */
export interface DialectSetup {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly seed: number;
  readonly clock: { now(): number };
  /** The error of the backend's own clock; may change at any time. */
  readonly skew: Skew;
  readonly jobs: number;
  readonly churn: number;
  readonly retentionMs: number;
  readonly settings: BackendSettings;
}

/** One backend's jobs and its API for them. */
export interface Dialect {
  readonly kind: SourceKind;
  readonly jobs: JobTable<unknown>;
  /** ONTAP: the name and the UUID of the cluster. */
  readonly cluster?: ClusterIdentity;
  /** Unified Manager: its managed clusters. */
  readonly gateway?: ApiGateway;
  route(call: Call): Route;
  /** True if the login of the request is valid. */
  authorised(call: Call): boolean;
  /** Answers an authorised request, or a request for a token. */
  answer(call: Call): Answer;
  /** The dialect's own error answer. */
  refuse(refusal: Refusal): Answer;
}

/** The random numbers of one job of a backend, which its ordinal identifies. */
export function randomOf(setup: DialectSetup, ordinal: number, purpose = 'job'): Random {
  return new Random(`${setup.seed}/${setup.name}/${purpose}/${ordinal}`);
}
