/** How a Unified Manager and the clusters that it manages work together in the simulator. */
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { type Answer, type Call } from './call.js';

/** What an ONTAP cluster says of itself. A cluster can be renamed; its UUID never changes. */
export interface ClusterIdentity {
  readonly uuid: string;
  name: string;
}

/** A request that a Unified Manager passes on to a cluster. */
export interface PassedRequest {
  /** The request in ONTAP's own paths, without the login of the client. It counts as authorised. */
  readonly call: Call;
  /** Replaces the cluster's links with links of the gateway. Links of the gateway stay. */
  readonly rewrite: (answer: Answer) => Answer;
}

/** A cluster that a Unified Manager can manage. */
export interface ManagedCluster {
  /** The name of the backend, which does not change when the cluster is renamed. */
  readonly name: string;
  readonly cluster: ClusterIdentity;
  /** False while the cluster is down. */
  readonly listening: boolean;
  /** Answers a request with the latency and the fault of the cluster. */
  servePassed(passed: PassedRequest, request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Returns the cluster's correct answer to a request. */
  answerPassed(passed: PassedRequest): Answer;
}
