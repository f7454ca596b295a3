import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import createClient from 'openapi-fetch';
import openapiTS, { astToString } from 'openapi-typescript';

import { type Simulator, startSimulator } from '../../../apps/simulator/src/simulator.js';
import { type components, type paths } from './schema.js';
import { type Home, makeHome } from '../../support/home.js';
import { sourceFor } from '../../support/sources.js';
import { type TestGateway, startGateway } from '../../support/start-gateway.js';

type Job = components['schemas']['Job'];

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

/** Puts a job on a backend and waits until the gateway shows it; gives its id. */
async function seen(
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

it('the types of the client are those of the description', async () => {
  const [, ...written] = (await readFile(join(import.meta.dirname, 'schema.d.ts'), 'utf8')).split('\n');
  const generated = astToString(await openapiTS(JSON.stringify((await gateway.get('/openapi.json')).body)));
  // Not compared by a matcher: its report of two long texts would take longer than the test may.
  if (written.join('\n') !== generated)
    throw new Error('test/clients/typescript/schema.d.ts is out of date: npm run client:types');
});

describe('a client made from the description', () => {
  it('filters a list', async () => {
    const id = await seen('east', { steps: RUNNING });
    await seen('east', { steps: [{ state: 'success' }] });
    const { data } = await client().GET('/api/jobs', {
      params: { query: { state: 'running', 'source.name': 'east', fields: 'state,source.name' } },
    });
    expect(data?.records).toEqual([{ id, state: 'running', source: { name: 'east' } }]);
    // @ts-expect-error: a parameter that is not described
    await client().GET('/api/jobs', { params: { query: { stat: 'running' } } });
  });

  it('pages through a list by its links', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => seen('um1', {})));
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

  it('knows the states of a job', async () => {
    const id = await seen('east', { steps: [{ state: 'failure' }] });
    const { data } = await client().GET('/api/jobs/{id}', { params: { path: { id } } });
    expect(data?.state && endOf(data.state)).toBe('ended badly');
    // @ts-expect-error: no state of a job
    expect(data?.state === 'broken').toBe(false);
  });

  it('acts on a job, and gets the whole of it', async () => {
    const id = await seen('east', { steps: RUNNING, cancellable: true });
    const { data, response } = await client().PATCH('/api/jobs/{id}', {
      params: { path: { id }, query: { action: 'cancel' } },
    });
    expect([200, 202]).toContain(response.status);
    const job: Job | undefined = data;
    expect(job?.requested).toMatchObject({ action: 'cancel', by: 'anonymous' });
    // @ts-expect-error: no action
    await client().PATCH('/api/jobs/{id}', { params: { path: { id }, query: { action: 'stop' } } });
  });

  it('reads how a source fares, and polls it', async () => {
    const params = { path: { name: 'east' } };
    const polled = await client().POST('/api/sources/{name}/poll', { params });
    expect(polled.data?.status).toBe('ok');
    const { data } = await client().GET('/api/sources/{name}', { params });
    expect(data).toMatchObject({ name: 'east', kind: 'ontap', jobs: expect.any(Object) });
  });

  it('gets a problem where there is one', async () => {
    const { data, error, response } = await client().GET('/api/jobs/{id}', {
      params: { path: { id: 'east~nothing' } },
    });
    expect([data, response.status]).toEqual([undefined, 404]);
    expect(error && meaningOf(error.type)).toBe('no such job');
    expect(error?.error).toMatchObject({ code: '4', target: 'id' });
  });
});

/** Compiles only as long as the states of the description are exactly these. */
function endOf(state: Job['state']): string {
  switch (state) {
    case 'queued':
    case 'running':
    case 'paused':
      return 'not ended';
    case 'success':
    case 'warning':
      return 'ended well';
    case 'partial_failure':
    case 'failure':
      return 'ended badly';
    case 'cancelled':
      return 'ended on demand';
    case 'unknown':
      return 'nobody knows';
    default:
      return state satisfies never;
  }
}

function meaningOf(type: components['schemas']['Problem']['type']): string {
  return type === '/docs/errors#job-not-found' ? 'no such job' : 'something else';
}
