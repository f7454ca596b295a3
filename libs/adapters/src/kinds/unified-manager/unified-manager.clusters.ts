/** The clusters that a Unified Manager manages (its API documentation, `/gateways`). */
import { BackendError, isUuid, type ManagedCluster } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-response.js';
import { asObject, asText } from '../../wire/wire-fields.js';
import { readList } from './unified-manager.wire.js';

const PAGE_SIZE = 100;
/** More than a Unified Manager can manage. */
const MAX_CLUSTERS = 10_000;
const MAX_NAME_LENGTH = 256;

/** Fetches the list of clusters with these parameters. Rejects with a `BackendError` unless the status is 200. */
export type FetchClusters = (query: string) => Promise<BackendResponse>;

/**
 * Reads all clusters, each once, in the order of the list. The first request has no parameters, because none for
 * paging are documented; if there are more clusters by the list's own count, pages follow. Throws a `malformed`
 * BackendError if the list does not end or an item is not a cluster: an incomplete list would look as if clusters
 * had been removed.
 */
export async function readClusters(fetchList: FetchClusters): Promise<readonly ManagedCluster[]> {
  const clusters = new Map<string, ManagedCluster>();
  let read = 0;
  while (read < MAX_CLUSTERS) {
    const query = read === 0 ? '' : `?offset=${read}&max_records=${PAGE_SIZE}`;
    const { records, total_records: total = 0 } = readList((await fetchList(query)).json());
    for (const record of records) {
      const cluster = clusterOf(record);
      clusters.set(cluster.uuid, cluster);
    }
    read += records.length;
    if (clusters.size >= total) return [...clusters.values()];
    if (records.length === 0 || read >= total) throw malformed(`ends after ${clusters.size} of ${total} clusters`);
  }
  throw malformed(`has more than ${MAX_CLUSTERS} clusters`);
}

function clusterOf(record: unknown): ManagedCluster {
  const fields = asObject(record);
  const [uuid, name] = [asText(fields?.['uuid']), asText(fields?.['name'])];
  if (uuid === undefined || !isUuid(uuid)) throw malformed('has an item without a UUID');
  return { uuid: uuid.toLowerCase(), name: (name ?? '').slice(0, MAX_NAME_LENGTH) };
}

function malformed(what: string): BackendError {
  return new BackendError('malformed', `the list of clusters ${what}`);
}
