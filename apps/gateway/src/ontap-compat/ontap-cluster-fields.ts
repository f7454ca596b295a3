/** The fields of `GET /api/cluster`. */
import { projection } from '@gateway/view';

import { type QueryParameters } from '../query/query-parameters.js';
import { type OntapCluster } from './ontap-cluster.js';
import { readFieldChoice } from './ontap-projection.js';

const SERVED = new Set([
  ...['name', 'uuid', 'version', 'version.full', 'version.generation', 'version.major', 'version.minor'],
  ...['_links', '_links.self', '_links.self.href'],
]);
/**
 * Fields of a cluster in ONTAP's reference that the gateway does not have. Clients may request them; they are
 * absent.
 */
const ABSENT = new Set([
  ...['auto_enable_activity_tracking', 'auto_enable_analytics', 'certificate', 'configuration_backup', 'contact'],
  ...['dns_domains', 'license', 'location', 'management_interface', 'management_interfaces', 'metric', 'name_servers'],
  ...['nodes', 'ntp_servers', 'password', 'peering_policy', 'san_optimized', 'single_node_cluster', 'statistics'],
  ...['timezone'],
]);
/** Served regardless of `fields`. */
const ALWAYS_SERVED = ['_links'];

/**
 * Creates the function that serialises the cluster: all fields, or those in `fields`. Throws a `Problem` if `fields` is
 * invalid.
 */
export function clusterPresenter(parameters: QueryParameters): (cluster: OntapCluster) => string {
  const choice = readFieldChoice(parameters, (path) => SERVED.has(path) || ABSENT.has(path.split('.', 1)[0] ?? ''));
  return choice === undefined || choice === 'whole' ? JSON.stringify : projection(choice, ALWAYS_SERVED);
}
