/** Unified Manager's API gateway: the list of managed clusters, and the requests that it passes on to them. */
import { type Answer, type Call } from '../call.js';
import { type ManagedCluster, type PassedRequest } from '../managed-cluster.js';
import { parseGatewayRequest } from './gateway-request.js';
import { problem } from './problem.js';
import { listAnswer, type ListRecord } from './record-list.js';

const FILTERS = ['uuid', 'ip_address', 'type', 'name'];
/** The only address of simulated backends. */
const IP_ADDRESS = '127.0.0.1';

/** A request and the cluster that receives it. */
export interface Passing {
  readonly cluster: ManagedCluster;
  readonly passed: PassedRequest;
}

/** The clusters that a Unified Manager manages. Tests may change all settings at any time. */
export class ApiGateway {
  /** False: the API gateway is switched off, and every request for `/gateways` is refused. */
  enabled = true;
  /** True: the user of the login may not write to the clusters. */
  readOnly = false;
  readonly #clusters: ManagedCluster[] = [];
  readonly #lists: { readonly pageCap: number; readonly unpaged: boolean };

  constructor(lists: { readonly pageCap: number; readonly unpaged: boolean }) {
    this.#lists = lists;
  }

  /** The managed clusters, in the order in which they were added. */
  get clusters(): readonly ManagedCluster[] {
    return [...this.#clusters];
  }

  /** Adds a cluster. Throws a RangeError if it is managed already. */
  add(cluster: ManagedCluster): void {
    const { uuid } = cluster.cluster;
    if (this.#find(uuid) !== undefined) throw new RangeError(`the cluster ${cluster.name} is managed already`);
    this.#clusters.push(cluster);
  }

  /** Removes a cluster by the name of its backend. Throws a RangeError if it is not managed. */
  remove(name: string): void {
    const index = this.#clusters.findIndex((cluster) => cluster.name === name);
    if (index < 0) throw new RangeError(`there is no managed cluster ${name}`);
    this.#clusters.splice(index, 1);
  }

  /** Answers an authorised request for `/gateways`. A cluster answers without its latency and its fault. */
  answer(call: Call): Answer {
    const found = this.#resolve(call);
    return 'cluster' in found ? found.cluster.answerPassed(found.passed) : found;
  }

  /** The cluster that receives an authorised request; absent if Unified Manager answers itself. */
  passing(call: Call): Passing | undefined {
    const found = this.#resolve(call);
    return 'cluster' in found ? found : undefined;
  }

  #resolve(call: Call): Answer | Passing {
    if (!this.enabled) return problem(403, '6', 'The API gateway is not enabled.');
    const request = parseGatewayRequest(call);
    if (request.about === 'none') return request.refusal;
    if (request.about === 'clusters') return this.#list(call, request.base);
    const cluster = this.#find(request.uuid);
    if (cluster === undefined) return problem(404, '4', "entry doesn't exist", 'uuid');
    if (this.readOnly && request.writes) return problem(403, '6', 'The user has not the role for this operation.');
    if (!cluster.listening) return problem(500, '500', 'The cluster cannot be reached.');
    return { cluster, passed: request.passed };
  }

  #list(call: Call, base: string): Answer {
    const recordOf = ({ cluster: { name, uuid } }: ManagedCluster): ListRecord => ({
      uuid,
      name,
      ip_address: IP_ADDRESS,
      type: 'ONTAP',
      _links: { self: { href: `${base}/gateways/${uuid}` } },
    });
    return listAnswer(call, this.#clusters, { ...this.#lists, filters: FILTERS, recordOf });
  }

  #find(uuid: string): ManagedCluster | undefined {
    return this.#clusters.find(({ cluster }) => cluster.uuid === uuid);
  }
}
