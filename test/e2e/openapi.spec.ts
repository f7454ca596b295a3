import { request } from 'node:http';

import { ACTIONS, JOB_STATES, SOURCE_KINDS } from '@gateway/core';
import { Validator } from '@seriousme/openapi-schema-validator';

import { PROBLEMS } from '../../apps/gateway/src/problems/problem.js';
import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { ApiDescription, type DescribedOperation, type ReceivedAnswer } from '../support/api-description.js';
import { type DescribedRequest, isReading, parametersOf, requestsFor } from '../support/described-requests.js';
import { type Home, makeHome } from '../support/home.js';
import { sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

/** Their ids are made by the gateway, so that the records of the examples do not exist; other suites read them. */
const WITH_GIVEN_IDS = ['/api/actions/{id}', '/api/bulk-actions/{id}'];
/** The native id of the job in the description's examples. */
const EXAMPLE_JOB = '1cd8a442-86d1-11e0-ae1c-123478563412';

let simulator: Simulator;
let home: Home;
let gateway: TestGateway;
let description: ApiDescription;

beforeAll(async () => {
  simulator = await startSimulator({
    backends: { ontap: 2, 'service-engine': 1, 'unified-manager': 1 },
    jobs: 20,
    churn: 60,
    latencyMs: 0,
    seed: 7,
  });
  simulator.backend('east').addJob({ nativeId: EXAMPLE_JOB, steps: [{ state: 'success' }] });
  home = await makeHome('embedded');
  gateway = await startGateway(sourcesFor(simulator), home);
  await gateway.allSourcesOk();
  description = new ApiDescription((await gateway.get('/openapi.json')).body);
});

afterAll(async () => {
  await gateway.close();
  await simulator.close();
  await home.remove();
});

describe('the description', () => {
  it('is valid OpenAPI 3', async () => {
    expect(await new Validator().validate(structuredClone(description.document) as never)).toMatchObject({
      valid: true,
    });
  });

  it('has exactly the routes of the server, apart from the documentation pages', () => {
    const described = description.operations.map(idOf);
    const served = gateway.routes().filter((route) => !/ \/(docs|openapi\.json)/.test(route));
    expect(described.sort()).toEqual([...served].sort());
  });

  it('describes every parameter, with an example that its schema allows', () => {
    const faults = description.operations.flatMap((described) =>
      parametersOf(described).flatMap(({ description: text = '', in: location, name, schema }, index) => [
        ...(text.length > 10 ? [] : [`${idOf(described)}: ${location} ${name} has no description`]),
        ...(schema.example === undefined ? [`${idOf(described)}: ${location} ${name} has no example`] : []),
        ...description
          .valueFaults(`${pointerOf(described)}/parameters/${index}/schema`, schema.example)
          .map((fault) => `${idOf(described)}: the example of ${name}: ${fault}`),
      ]),
    );
    expect(faults).toEqual([]);
  });

  it('describes every response, with a content type and a schema if it has a body', () => {
    const withoutBody = ['303', '304'];
    const faults = allResponses().flatMap(([where, status, { content, description: text }]) => [
      ...(text.length > 5 ? [] : [`${where} has no description`]),
      ...((content === undefined) === withoutBody.includes(status) ? [] : [`${where} has content, or lacks it`]),
      ...Object.values(content ?? {}).flatMap(({ schema }) => (schema ? [] : [`${where} has no schema`])),
    ]);
    expect(faults).toEqual([]);
  });

  it('has a valid example of every problem that it names', () => {
    const examples = allResponses().flatMap(([where, status, { content }]) =>
      Object.entries(content?.['application/problem+json']?.examples ?? {}).map(
        ([slug, { value }]) => [where, status, slug, value] as const,
      ),
    );
    expect([...new Set(examples.map(([, , slug]) => slug))]).toEqual(
      expect.arrayContaining(['job-not-found', 'internal']),
    );
    for (const [where, status, slug, value] of examples) {
      expect([where, description.valueFaults('/components/schemas/Problem', value)]).toEqual([where, []]);
      expect(value).toMatchObject({ type: `/docs/errors#${slug}`, status: Number(status) });
    }
  });

  it('has every state, kind, action and problem', () => {
    const { Job, Problem } = description.document.components?.schemas as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
    expect(Job.properties.state.enum).toEqual(JOB_STATES);
    expect(Job.properties.source.properties.kind.enum).toEqual(SOURCE_KINDS);
    expect(Job.properties.actions.items.properties.name.enum).toEqual(ACTIONS);
    expect(Problem.properties.type.enum).toEqual(Object.keys(PROBLEMS).map((slug) => `/docs/errors#${slug}`));
  });
});

describe('a request generated from the description', () => {
  it('gets a response as described, whatever its parameters and body', async () => {
    const faults: string[] = [];
    const succeeded = new Set<string>();
    const known = new Set<string>();
    for (const described of description.operations) {
      for (const each of requestsFor(described, known)) {
        const answer = await send(each);
        if (answer.status < 400) succeeded.add(idOf(described));
        faults.push(...faultsOf(each, answer, described.template));
      }
    }
    expect(faults).toEqual([]);
    const reading = description.operations
      .filter((described) => isReading(described) && !WITH_GIVEN_IDS.includes(described.template))
      .map(idOf);
    expect([...succeeded]).toEqual(expect.arrayContaining(reading));
  });

  it('returns complete jobs if it selects no fields', async () => {
    const { records } = (await gateway.get('/api/jobs?max_records=1000')).body;
    expect(records.length).toBeGreaterThan(50);
    for (const job of [...records, (await gateway.get(`/api/jobs/${records[0].id}`)).body]) {
      expect([job.id, description.valueFaults('/components/schemas/Job', job)]).toEqual([job.id, []]);
    }
  });

  it('is rejected with a problem if the method or a parameter is unknown', async () => {
    for (const { method, template } of description.operations) {
      const path = template.replaceAll(/\{\w+\}/g, 'east');
      const other = await send({ method: 'PUT', path, headers: {}, expects: 'client error' });
      expect([path, other.status, description.faults('PUT', path, other)]).toEqual([path, 405, []]);
      expect(other.headers.get('allow')).toBe(allowedAt(template));
      if (/^\/(health|metrics)/.test(template)) continue; // Probes and scrapers may add any parameters.
      const unknown = await send({ method, path: `${path}?no_such_parameter=1`, headers: {}, expects: 'client error' });
      expect([path, unknown.status, description.faults(method, path, unknown)]).toEqual([path, 400, []]);
    }
  });
});

/** A response in the description. */
interface DescribedResponse {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object; readonly examples?: Examples }>>;
}
type Examples = Readonly<Record<string, { readonly value: unknown }>>;

function allResponses(): readonly (readonly [where: string, status: string, response: DescribedResponse])[] {
  return description.operations.flatMap((described) =>
    Object.entries(described.operation.responses).map(
      ([status, response]) => [`${idOf(described)} ${status}`, status, response as DescribedResponse] as const,
    ),
  );
}

function allowedAt(template: string): string {
  const methods = description.operations.filter((each) => each.template === template).map(({ method }) => method);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort().join(', ');
}

function idOf({ method, template }: DescribedOperation): string {
  return `${method} ${template}`;
}

function pointerOf({ method, template }: DescribedOperation): string {
  return `/paths/${encodeURIComponent(template.replaceAll('/', '~1'))}/${method.toLowerCase()}`;
}

function faultsOf(each: DescribedRequest, answer: ReceivedAnswer, template: string): readonly string[] {
  const { status } = answer;
  const faults = [...description.faults(each.method, each.path.split('?')[0] as string, answer)];
  if (status === 500) faults.push('internal error');
  // 410: the revision in an example is older than the change log.
  const isUnknown = status === 404 && WITH_GIVEN_IDS.includes(template);
  if (each.expects === 'success' && status >= 400 && status !== 410 && !isUnknown)
    faults.push('an example is rejected');
  if (each.expects === 'client error' && (status < 400 || status >= 500))
    faults.push('an invalid request is not rejected as a client error');
  const request = [each.method, each.path, JSON.stringify(each.headers), each.body ?? ''].map((part) =>
    part.slice(0, 150),
  );
  return faults.map((fault) => `${request.join(' ')}: ${status}: ${fault}: ${answer.text.slice(0, 200)}`);
}

/** Sends a request unchanged; `fetch` would resolve dot segments. Reads only the first chunk of an event stream. */
function send({ body, headers, method, path }: DescribedRequest): Promise<ReceivedAnswer> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      const end = (): void => {
        const received = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        resolve({ status: response.statusCode ?? 0, headers: received, text: Buffer.concat(chunks).toString() });
      };
      response.on('error', reject).once('end', end);
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (!response.headers['content-type']?.startsWith('text/event-stream')) return;
        response
          .removeAllListeners('error')
          .on('error', () => undefined)
          .destroy();
        end();
      });
    });
    sent.once('error', reject).end(body);
  });
}
