import { fileURLToPath } from 'node:url';

import { type ManagedCluster, Secret, systemClock } from '@gateway/core';

import { describeAdapterContract } from '../../testing/adapter-contract.js';
import { type ReceivedRequest, type Responder, sendJson, startLocalBackend } from '../../testing/local-backend.js';
import { UnifiedManagerAdapter } from './unified-manager.adapter.js';

const KEYS = ['db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbd', 'fc4f77ad3c7e9cc3:-7f74220e:17019d98df0:-7ff7'] as const;

describeAdapterContract({
  create: (options) => new UnifiedManagerAdapter(options),
  basePath: '/api',
  login: 'basic',
  fixtures: fileURLToPath(new URL('fixtures', import.meta.url)),
  dialect: {
    ids: KEYS,
    idField: 'key',
    record: (key) => ({
      key,
      name: 'Create Access-endpoint',
      type: 'provision_eth_endpoint_create',
      state: 'completed',
      status: 'normal',
      submit_time: '2019-11-15T09:57:18.000+05:30',
      complete_time: '2019-11-15T09:57:22.000+05:30',
      parent_job_key: 'fc4f77ad3c7e9cc3:-7f74220e:17019d98df0:-7fff',
      spawned_job_summary: {
        total_jobs: 0,
        running_jobs: 0,
        completed_jobs: 0,
        successful_jobs: 0,
        failed_jobs: 0,
        aborted_jobs: 0,
      },
      task_reports: [
        {
          key: 'db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbc',
          name: 'provision_modify_broadcast_domain',
          description: 'Modify the broadcast domain',
          state: 'completed',
          status: 'normal',
          start_time: '2019-11-15T09:57:19.000+05:30',
          complete_time: '2019-11-15T09:57:21.000+05:30',
          failure_reason: '',
        },
      ],
      job_results: [{ name: 'accessEndpointKey', value: 'cbd1757b:type=network_lif,uuid=71c2187e' }],
    }),
    serve: (records, request) => (isList(request) ? list(records, request) : records[0]),
    endlessPage: ({ path }) => {
      const start = Number(new URL(path, 'http://localhost').searchParams.get('offset'));
      return { records: Array.from({ length: 5_000 }, (_, at) => ({ key: `job-${start + at}`, state: 'running' })) };
    },
    error: (message) => ({ error: { code: '4', message, target: 'key' } }),
  },
});

function isList({ path }: ReceivedRequest): boolean {
  return path.startsWith('/api/management-server/jobs?');
}

function list(records: readonly unknown[], { path }: ReceivedRequest): unknown {
  const query = new URL(path, 'http://localhost').searchParams;
  const offset = Number(query.get('offset'));
  const page = records.slice(offset, offset + Number(query.get('max_records') ?? 20));
  return { records: page, num_records: page.length, total_records: records.length, _links: {} };
}

describe('the clusters of a Unified Manager', () => {
  const uuid = (at: number): string => `6a1b5c2e-7f0d-11ee-8c5a-${String(at).padStart(12, '0')}`;
  const record = (at: number): object => ({ uuid: uuid(at), name: `cluster${at}`, ip_address: '10.0.0.1' });

  async function clustersOf(
    respond: Responder,
  ): Promise<{ clusters: Promise<readonly ManagedCluster[]>; paths: string[] }> {
    const backend = await startLocalBackend(respond);
    const quiet = (): void => undefined;
    const adapter = new UnifiedManagerAdapter({
      connection: {
        url: backend.origin,
        basePath: '/api',
        login: { type: 'basic', username: 'gateway', password: new Secret('secret') },
        tls: { insecure: false },
      },
      clock: systemClock,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    const clusters = adapter.clusters(AbortSignal.timeout(4_000));
    await clusters.catch(() => undefined);
    await adapter.close();
    await backend.close();
    return { clusters, paths: backend.requests.map(({ path }) => path) };
  }

  it('are read from a list without pages, as documented', async () => {
    const records = Array.from({ length: 250 }, (_, at) => record(at));
    const { clusters, paths } = await clustersOf((_request, response) => sendJson(response, 200, { records }));
    expect(await clusters).toEqual(records.map((_, at) => ({ uuid: uuid(at), name: `cluster${at}` })));
    expect(paths).toEqual(['/api/gateways']);
  });

  it('are read from all pages, each once', async () => {
    const { clusters } = await clustersOf(({ path }, response) => {
      const query = new URL(path, 'http://localhost').searchParams;
      const [offset, size] = [Number(query.get('offset')), Number(query.get('max_records') ?? 20)];
      const records = Array.from({ length: Math.min(size, 230 - offset) }, (_, at) => record(offset + at));
      sendJson(response, 200, { records, num_records: records.length, total_records: 230 });
    });
    expect((await clusters).map((cluster) => cluster.uuid)).toEqual(Array.from({ length: 230 }, (_, at) => uuid(at)));
  });

  it.each([
    ['an empty page', { records: [], total_records: 5 }],
    ['repeated pages', { records: [record(0), record(1)], total_records: 4 }],
    ['no list', { gateways: [] }],
    ['an item without a UUID', { records: [{ name: 'a' }] }],
    ['an item that is not a cluster', { records: ['a'] }],
  ])('are not returned in part: %s', async (_what, body) => {
    const { clusters } = await clustersOf((_request, response) => sendJson(response, 200, body));
    await expect(clusters).rejects.toMatchObject({ code: 'malformed' });
  });

  it('are not returned by a list that does not end', async () => {
    const { clusters, paths } = await clustersOf(({ path }, response) => {
      const offset = Number(new URL(path, 'http://localhost').searchParams.get('offset'));
      const records = Array.from({ length: 1_000 }, (_, at) => record(offset + at));
      sendJson(response, 200, { records, total_records: 1_000_000 });
    });
    await expect(clusters).rejects.toMatchObject({ code: 'malformed' });
    expect(paths.length).toBeLessThan(20);
  });
});
