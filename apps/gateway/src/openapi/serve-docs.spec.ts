import { JOB_STATES, SCALAR_PATHS } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { type SchemaObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { JOB_SCHEMA, jobFieldSchema } from '../jobs/job.schema.js';
import { LABEL_EXAMPLE } from '../jobs/jobs.openapi.js';
import { LIST_PARAMETERS } from '../jobs/list-request.js';
import { SUMMARY_PARAMETERS } from '../jobs/summary-request.js';
import { PROBLEMS } from '../problems/problem.js';
import { LABEL_PARAMETER } from '../query/selection-parameters.js';
import { SOURCE_SCHEMA } from '../sources/source.schema.js';
import { SOURCE_SCALAR_PATHS } from '../sources/source-fields.js';
import { SOURCE_LABEL_PARAMETER, SOURCE_LIST_PARAMETERS } from '../sources/source-list-request.js';
import { SOURCE_LABEL_EXAMPLE } from '../sources/sources.openapi.js';
import { WATCH_PARAMETERS } from '../watch/watch-request.js';

const LABELS: Readonly<Record<string, string>> = {
  [LABEL_PARAMETER]: LABEL_EXAMPLE,
  [SOURCE_LABEL_PARAMETER]: SOURCE_LABEL_EXAMPLE,
};

let gateway: TestGateway;
beforeAll(async () => {
  const east = new FakeAdapter();
  east.add('job-1', { tasks: [{ native_id: '1', state: 'running', native_state: 'running' }], svm: { name: 'svm1' } });
  gateway = await startGateway({ east });
  await gateway.poll('east');
});
afterAll(() => gateway.close());

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3', async () => {
    const { body } = await gateway.get('/openapi.json');
    expect(body.openapi).toMatch(/^3\.0/);
    expect(await new Validator().validate(body)).toMatchObject({ valid: true });
  });

  it('names every route with its methods', async () => {
    const { paths } = (await gateway.get('/openapi.json')).body;
    const routes = Object.entries(paths).map(
      ([path, methods]) =>
        `${path} ${Object.keys(methods as object)
          .sort()
          .join()}`,
    );
    expect(routes.sort()).toEqual([
      '/api/actions get',
      '/api/actions/watch get',
      '/api/actions/{id} get',
      '/api/bulk-actions/{id} delete,get',
      '/api/cluster get',
      '/api/cluster/jobs get,patch',
      '/api/cluster/jobs/{uuid} get,patch',
      '/api/jobs get,patch',
      '/api/jobs/summary get',
      '/api/jobs/watch get',
      '/api/jobs/{id} get,patch',
      '/api/jobs/{id}/history get',
      '/api/me get',
      '/api/session delete,get,post',
      '/api/session/callback get',
      '/api/session/login get',
      '/api/sources get',
      '/api/sources/{name} get',
      '/api/sources/{name}/poll post',
      '/health/live get',
      '/health/ready get',
      '/metrics get',
    ]);
  });

  it.each([
    ['/api/jobs', LIST_PARAMETERS],
    ['/api/jobs/summary', SUMMARY_PARAMETERS],
    ['/api/jobs/watch', WATCH_PARAMETERS],
    ['/api/sources', SOURCE_LIST_PARAMETERS],
  ])('describes every parameter of %s', async (path, offered) => {
    const { paths } = (await gateway.get('/openapi.json')).body;
    const all = paths[path].get.parameters as { in: string; name: string; description: string }[];
    const parameters = all.filter((parameter) => parameter.in === 'query');
    expect(parameters.map(({ name }) => name).sort()).toEqual(offered.map((name) => LABELS[name] ?? name).sort());
    for (const { description } of parameters) expect(description.length).toBeGreaterThan(30);
  });

  it('describes every state', async () => {
    const { state } = (await gateway.get('/openapi.json')).body.components.schemas.Job.properties;
    expect(state.enum).toEqual(JOB_STATES);
    for (const name of JOB_STATES) expect(state.description).toContain(`\`${name}\``);
  });

  it('has a filter for every scalar field of a job, and no other', () => {
    const scalars = scalarPaths(JOB_SCHEMA).filter((path) => !path.startsWith('_links.'));
    expect([...SCALAR_PATHS].sort()).toEqual(scalars.sort());
    for (const path of SCALAR_PATHS) expect(jobFieldSchema(path)).toBeDefined();
  });

  it('has a filter for every scalar field of a source, and no other', () => {
    const scalars = scalarPaths(SOURCE_SCHEMA).filter((path) => !path.startsWith('_links.'));
    expect([...SOURCE_SCALAR_PATHS].sort()).toEqual(scalars.sort());
  });

  it('describes every served field', async () => {
    const { schemas } = (await gateway.get('/openapi.json')).body.components;
    const job = (await gateway.get('/api/jobs/east~job-1')).body;
    const source = (await gateway.get('/api/sources/east')).body;
    const list = (await gateway.get('/api/jobs')).body;
    const sources = (await gateway.get('/api/sources')).body;
    const summary = (await gateway.get('/api/jobs/summary')).body;
    expect(Object.keys(schemas.Job.properties)).toEqual(expect.arrayContaining(Object.keys(job)));
    expect(Object.keys(schemas.Source.properties)).toEqual(expect.arrayContaining(Object.keys(source)));
    expect(Object.keys(schemas.JobList.properties)).toEqual(expect.arrayContaining(Object.keys(list)));
    expect(Object.keys(schemas.SourceList.properties)).toEqual(expect.arrayContaining(Object.keys(sources)));
    expect(Object.keys(schemas.JobSummary.properties)).toEqual(Object.keys(summary));
    for (const name of schemas.Job.required) expect(Object.keys(job)).toContain(name);
    for (const name of schemas.Source.required) expect(Object.keys(source)).toContain(name);
  });
});

/** The paths of all values that are not objects or arrays, except those in arrays. */
function scalarPaths(schema: SchemaObject, path = ''): string[] {
  if (schema.type === 'array' || schema.additionalProperties !== undefined) return [];
  if (schema.type !== 'object') return [path];
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    scalarPaths(member as SchemaObject, path === '' ? name : `${path}.${name}`),
  );
}

describe('the page at /docs', () => {
  it('loads nothing from other servers', async () => {
    const page = await gateway.get('/docs');
    expect(page.status).toBe(200);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part as string);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part).not.toMatch(/^(https?:)?\/\//);
      expect((await gateway.get(new URL(part, `${gateway.url}/docs`).pathname)).status).toBe(200);
    }
  });
});

describe('the page at /docs/errors', () => {
  it('has an anchor for every problem', async () => {
    const { headers, text } = await gateway.get('/docs/errors');
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    for (const slug of Object.keys(PROBLEMS)) expect(text).toContain(`<h2 id="${slug}">`);
  });
});
