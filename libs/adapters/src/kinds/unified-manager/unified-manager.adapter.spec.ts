import { fileURLToPath } from 'node:url';

import { describeAdapterContract } from '../../testing/adapter-contract.js';
import { type ReceivedRequest } from '../../testing/local-backend.js';
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
