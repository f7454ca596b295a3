import { FILTER_FIELDS, JOB_STATES } from '@gateway/core';
import { Validator } from '@seriousme/openapi-schema-validator';

import { LIST_PARAMETERS } from '../jobs/list-query.js';
import { PROBLEMS } from '../problem.js';
import { FakeAdapter } from '../testing/fake-adapter.js';
import { startGateway, type TestGateway } from '../testing/start-gateway.js';

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
      '/api/jobs get,patch',
      '/api/jobs/watch get',
      '/api/jobs/{id} get,patch',
      '/api/sources get',
      '/api/sources/{name} get',
      '/api/sources/{name}/poll post',
      '/health/live get',
      '/health/ready get',
    ]);
  });

  it('describes every parameter and every state', async () => {
    const { components, paths } = (await gateway.get('/openapi.json')).body;
    const parameters = paths['/api/jobs'].get.parameters as { name: string; description: string }[];
    expect(parameters.map(({ name }) => name).sort()).toEqual([...LIST_PARAMETERS].sort());
    for (const { description } of parameters) expect(description.length).toBeGreaterThan(20);
    const state = components.schemas.Job.properties.state;
    expect(state.enum).toEqual(JOB_STATES);
    for (const name of JOB_STATES) expect(state.description).toContain(`\`${name}\``);
    expect(FILTER_FIELDS.every((field) => parameters.some(({ name }) => name === field))).toBe(true);
  });

  it('describes every field that is served', async () => {
    const { schemas } = (await gateway.get('/openapi.json')).body.components;
    const job = (await gateway.get('/api/jobs/east~job-1')).body;
    const source = (await gateway.get('/api/sources/east')).body;
    const list = (await gateway.get('/api/jobs')).body;
    expect(Object.keys(schemas.Job.properties)).toEqual(expect.arrayContaining(Object.keys(job)));
    expect(Object.keys(schemas.Source.properties)).toEqual(expect.arrayContaining(Object.keys(source)));
    expect(Object.keys(schemas.JobList.properties)).toEqual(expect.arrayContaining(Object.keys(list)));
    for (const name of schemas.Job.required) expect(Object.keys(job)).toContain(name);
    for (const name of schemas.Source.required) expect(Object.keys(source)).toContain(name);
  });
});

describe('the page at /docs', () => {
  it('needs nothing from elsewhere', async () => {
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
