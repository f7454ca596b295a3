import { readFile } from 'node:fs/promises';

import { readUntil } from '@gateway/testing/until';
import createClient from 'openapi-fetch';
import openapiTS, { astToString } from 'openapi-typescript';

import { type Simulator, startSimulator } from '../../../apps/simulator/src/simulator.js';
import { type components, type paths } from '../../../libs/api/src/schema.js';
import { type Home, makeHome } from '../../support/home.js';
import { sourceFor } from '../../support/sources.js';
import { startGateway, type TestGateway } from '../../support/start-gateway.js';

type Job = components['schemas']['Job'];

/** Relative to the folder in which the tests run. */
const SCHEMA = 'libs/api/src/schema.d.ts';

const RUNNING = [{ state: 'running', forMs: 3_600_000 }] as const;

let simulator: Simulator;
let home: Home;
let gateway: TestGateway;

beforeAll(async () => {
  const options = { backends: { ontap: 1, 'unified-manager': 1 }, jobs: 0, churn: 0, latencyMs: 0, seed: 3 };
  simulator = await startSimulator(options);
  home = await makeHome('embedded');
  gateway = await startGateway(
    simulator.backends.map((backend) => sourceFor(backend)),
    home,
  );
});

afterAll(async () => {
  await gateway.close();
  await simulator.close();
  await home.remove();
});

/** Adds a job to a backend and waits until the gateway has it. Returns its id. */
async function addJob(
  source: string,
  script: Parameters<ReturnType<Simulator['backend']>['addJob']>[0],
): Promise<string> {
  const id = `${source}~${simulator.backend(source).addJob(script)}`;
  await gateway.job(id, () => true);
  return id;
}

function client() {
  return createClient<paths>({ baseUrl: gateway.url });
}

it('the types of the client match the description', async () => {
  const [, ...written] = (await readFile(SCHEMA, 'utf8')).split('\n');
  const generated = astToString(await openapiTS(JSON.stringify((await gateway.get('/openapi.json')).body)));
  // Not compared by a matcher, because its diff of two long texts takes longer than the test's time limit.
  if (written.join('\n') !== generated) throw new Error(`${SCHEMA} is out of date: npm run client:types`);
});

describe('a client with types generated from the description', () => {
  it('filters a list', async () => {
    const id = await addJob('east', { steps: RUNNING });
    await addJob('east', { steps: [{ state: 'success' }] });
    const { data } = await client().GET('/api/jobs', {
      params: { query: { state: 'running', 'source.name': 'east', fields: 'state,source.name' } },
    });
    expect(data?.records).toEqual([{ id, state: 'running', source: { name: 'east' } }]);
    // @ts-expect-error: unknown parameter
    await client().GET('/api/jobs', { params: { query: { stat: 'running' } } });
  });

  it('follows the links of a list to all pages', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => addJob('um1', {})));
    const found: (string | undefined)[] = [];
    let start: string | undefined;
    do {
      const query = { 'source.name': 'um1', max_records: 1, ...(start === undefined ? {} : { start }) };
      const { data } = await client().GET('/api/jobs', { params: { query } });
      found.push(...(data?.records ?? []).map((job) => job.id));
      const next = data?._links.next?.href;
      start = next === undefined ? undefined : (new URL(next, gateway.url).searchParams.get('start') ?? undefined);
    } while (start !== undefined);
    expect(found.sort()).toEqual(ids.sort());
  });

  it('has the type of the job states', async () => {
    const id = await addJob('east', { steps: [{ state: 'failure' }] });
    const { data } = await client().GET('/api/jobs/{id}', { params: { path: { id } } });
    expect(data?.state && endOf(data.state)).toBe('failed');
    // @ts-expect-error: unknown state
    expect(data?.state === 'broken').toBe(false);
  });

  it('performs an action and gets the job', async () => {
    const id = await addJob('east', { steps: RUNNING, cancellable: true });
    const { data, response } = await client().PATCH('/api/jobs/{id}', {
      params: { path: { id }, query: { action: 'cancel' } },
    });
    expect([200, 202]).toContain(response.status);
    const job: Job | undefined = data;
    expect(job?.requested).toMatchObject({ action: 'cancel', by: 'anonymous' });
    // @ts-expect-error: unknown action
    await client().PATCH('/api/jobs/{id}', { params: { path: { id }, query: { action: 'stop' } } });
  });

  it('polls a source and reads its status', async () => {
    const params = { path: { name: 'east' } };
    // On a busy machine a poll can take longer than twice the interval: the source is then stale for a moment.
    const polled = await readUntil(
      () => client().POST('/api/sources/{name}/poll', { params }),
      (response) => response.data?.status === 'ok',
    );
    expect(polled.data?.status).toBe('ok');
    const { data } = await client().GET('/api/sources/{name}', { params });
    expect(data).toMatchObject({ name: 'east', kind: 'ontap', jobs: expect.any(Object) });
  });

  it('gets a typed problem', async () => {
    const { data, error, response } = await client().GET('/api/jobs/{id}', {
      params: { path: { id: 'east~nothing' } },
    });
    expect([data, response.status]).toEqual([undefined, 404]);
    expect(error && meaningOf(error.type)).toBe('job not found');
    expect(error?.error).toMatchObject({ code: '4', target: 'id' });
  });
});

/** Compiles only if the description has exactly these states. */
function endOf(state: Job['state']): string {
  switch (state) {
    case 'queued':
    case 'running':
    case 'paused':
      return 'not ended';
    case 'success':
    case 'warning':
      return 'succeeded';
    case 'partial_failure':
    case 'failure':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return 'outcome unknown';
    default:
      return state satisfies never;
  }
}

function meaningOf(type: components['schemas']['Problem']['type']): string {
  return type === '/docs/errors#job-not-found' ? 'job not found' : 'another problem';
}
