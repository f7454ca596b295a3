/** A simulated backend as tests and the control address use it. */
import { type SourceKind } from '@gateway/core';

import { type CallKind } from './dialect.js';
import { type Fault } from './faults.js';
import { type ClusterIdentity } from './managed-cluster.js';
import { type RequestLog } from './request-log.js';
import { type JobScript, type JobTruth } from './simulated-job.js';
import { type ApiGateway } from './unified-manager/api-gateway.js';

/** One simulated backend. */
export interface SimulatedBackend {
  readonly name: string;
  readonly kind: SourceKind;
  /** The origin. The paths of every dialect begin with `/api`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly listening: boolean;
  readonly fault: Fault | undefined;
  readonly requests: RequestLog;
  /** Called for each request just before it is processed; a test can change the backend at this moment. */
  onCall: ((call: CallKind) => void) | undefined;
  /** Adds a job and returns its native id. Throws a RangeError if the id exists. */
  addJob(script?: JobScript): string;
  /** Deletes a job at once, in whatever state it is. Throws a RangeError if there is no such job. */
  removeJob(nativeId: string): void;
  /**
   * Unified Manager only: runs a finished job again under its key, with these steps or with steps from the seed.
   * Throws a RangeError for other kinds and for a job that has not ended.
   */
  rerun(nativeId: string, steps?: JobScript['steps']): void;
  /** Replaces the current fault. Throws a RangeError for a fault that this kind of backend cannot have. */
  setFault(fault: Fault | undefined): Promise<void>;
  /** ONTAP only: the name and the UUID of the cluster. Throws a RangeError for other kinds. */
  readonly cluster: ClusterIdentity;
  /** Unified Manager only: its managed clusters. Throws a RangeError for other kinds. */
  readonly gateway: ApiGateway;
  /** The time on the backend's own clock at an instant of the simulator's clock. */
  shownAt(at: number): number;
  /** What has happened to every job so far. */
  truth(): readonly JobTruth[];
  /** Closes the port and drops all connections. Jobs keep running. */
  stop(): Promise<void>;
  /** Opens the same port again. */
  start(): Promise<void>;
}

/** The backends of a simulator. */
export interface SimulatedBackends {
  readonly backends: readonly SimulatedBackend[];
  /** The clusters that exist because a Unified Manager manages them. */
  readonly managedClusters: readonly SimulatedBackend[];
  /** Throws a RangeError if there is no backend and no managed cluster with that name. */
  backend(name: string): SimulatedBackend;
  /**
   * Makes a Unified Manager manage the cluster with this name, or a new cluster if there is none or no name is
   * given. A new cluster uses a free port. Rejects with a RangeError if there is no such Unified Manager, if it
   * manages the cluster already, or if the name is that of another kind of backend.
   */
  addCluster(manager: string, name?: string): Promise<SimulatedBackend>;
  /**
   * Ends the management of a cluster, which stays reachable at its own port. Throws a RangeError if there is no
   * such Unified Manager or it does not manage the cluster.
   */
  removeCluster(manager: string, name: string): void;
}
