import { fileURLToPath } from 'node:url';

import { describeAdapterContract } from '../../testing/adapter-contract.js';
import { type ReceivedRequest } from '../../testing/local-backend.js';
import { ServiceEngineAdapter } from './service-engine.adapter.js';

describeAdapterContract({
  create: (options) => new ServiceEngineAdapter(options),
  basePath: '/api',
  login: 'bearer',
  fixtures: fileURLToPath(new URL('fixtures', import.meta.url)),
  dialect: {
    ids: ['5ed72c8c6342e90001439d54', '5e66f18e09a74c0001b89640'],
    idField: 'id',
    record: (id) => ({
      id,
      action: 'create',
      job_summary: 'Create request is successfully submitted',
      created: '2020-06-03T04:52:28.478Z',
      updated: '2020-06-03T04:52:32.636Z',
      object_id: '5ed72c8c6342e90001439d55',
      object_type: 'sg_buckets',
      object_name: 'test1234',
      status: 'successful',
      status_detail: "Creation of s3 bucket 'test1234' completed successfully.",
      last_error: '',
      user_id: '5e85225af038943eb4b74684',
      tenant_id: '5e7c3af7aab46c00014ce877',
      job_tasks: [
        {
          id: '5ed72c8c6342e90001439d57',
          action: 'create',
          driver: 'storagegrid_ansible',
          resource_type: 'sg_bucket',
          status: 'successful',
          status_detail: 'Worker completed task successfully.',
          last_error: '',
          request_payload: { org_password: 'planted-org-password', org_username: 'planted-org-username' },
        },
      ],
    }),
    serve,
    endlessPage: ({ path }) => {
      const start = Number(new URL(path, 'http://localhost').searchParams.get('offset'));
      const records = Array.from({ length: 5_000 }, (_, at) => ({ id: `job-${start + at}`, status: 'running' }));
      return { status: { code: 200 }, result: { records } };
    },
    error: (message) => ({ status: { user_message: message, verbose_message: message, code: 500 } }),
  },
});

function serve(records: readonly unknown[], { path }: ReceivedRequest): unknown {
  const query = new URL(path, 'http://localhost').searchParams;
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 1);
  const page = records.slice(offset, offset + limit);
  return {
    status: { user_message: `Okay. Returned ${page.length} records.`, verbose_message: '', code: 200 },
    result: { returned_records: page.length, total_records: records.length, offset, limit, records: page },
  };
}
