import { completeDescription } from '../../apps/gateway/src/openapi/complete-description.js';
import { Problem, problemText } from '../../apps/gateway/src/problems/problem.js';
import { PROBLEM_SCHEMA } from '../../apps/gateway/src/problems/problem.openapi.js';
import { ApiDescription, type ReceivedAnswer } from './api-description.js';

const THING = {
  type: 'object',
  properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
  required: ['name'],
};
const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'things', version: '1' },
  components: { schemas: { Thing: THING, Job: { type: 'object' }, Problem: PROBLEM_SCHEMA } },
  paths: {
    '/things/{name}': {
      get: {
        operationId: 'getThing',
        responses: {
          200: {
            description: 'The thing.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          304: { description: 'Not modified.' },
          404: {
            description: 'No such thing.',
            content: {
              'application/problem+json': {
                schema: { $ref: '#/components/schemas/Problem' },
                examples: { 'job-not-found': {} },
              },
            },
          },
        },
      },
    },
    '/things/all': { get: { operationId: 'getThings', responses: { 200: { description: 'All things.' } } } },
  },
};

const description = new ApiDescription(completeDescription(DOCUMENT));

function answer(
  status: number,
  type: string,
  body: unknown,
  headers: object = { 'x-request-id': 'a' },
): ReceivedAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: new Headers({ 'content-type': type, ...headers }), text };
}

function problem(slug: 'job-not-found' | 'source-not-found' | 'unknown-route', status?: number): object {
  const body = JSON.parse(problemText(new Problem(slug, 'none'), { requestId: 'a' })) as object;
  return status === undefined ? body : { ...body, status };
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json';

describe('a response compared with the description', () => {
  it.each<[string, string, ReceivedAnswer]>([
    ['GET', '/things/a', answer(200, JSON_TYPE, { name: 'a', at: '2026-01-02T03:04:05.000Z' })],
    ['GET', '/things/a', answer(304, '', '')],
    ['GET', '/things/a/', answer(404, PROBLEM_TYPE, problem('job-not-found'))],
    ['GET', '/things/all', answer(200, '', '')],
    ['HEAD', '/things/a', answer(200, JSON_TYPE, '')],
    ['GET', '/nothing', answer(404, PROBLEM_TYPE, problem('unknown-route'))],
  ])('matches: %s %s %#', (method, path, received) => {
    expect(description.faults(method, path, received)).toEqual([]);
    expect(() => description.verify(method, `${path}?x=1`, received)).not.toThrow();
  });

  it.each<[string, string, ReceivedAnswer, RegExp]>([
    ['a status', '/things/a', answer(201, JSON_TYPE, { name: 'a' }), /status 201 is not described/],
    ['a content type', '/things/a', answer(200, 'text/html', '<p>'), /content type text\/html is not described/],
    ['a body', '/things/a', answer(304, JSON_TYPE, {}), /a body is not described/],
    ['a field', '/things/a', answer(200, JSON_TYPE, { name: 'a', more: 1 }), /additional properties.*more/],
    ['a type', '/things/a', answer(200, JSON_TYPE, { name: 1 }), /\/name must be string/],
    ['a format', '/things/a', answer(200, JSON_TYPE, { name: 'a', at: 'now' }), /\/at must match format/],
    ['a missing field', '/things/a', answer(200, JSON_TYPE, {}), /required property 'name'/],
    ['a missing header', '/things/a', answer(200, JSON_TYPE, { name: 'a' }, {}), /header X-Request-Id is missing/],
    [
      'a problem',
      '/things/a',
      answer(404, PROBLEM_TYPE, problem('source-not-found')),
      /source-not-found is not described/,
    ],
    [
      'a status in the body',
      '/things/a',
      answer(404, PROBLEM_TYPE, problem('job-not-found', 400)),
      /the status in the body is 400/,
    ],
    ['a content type other than the one of problems', '/nothing', answer(404, 'text/html', ''), /is text\/html, not/],
  ])('does not match because of %s', (_difference, path, received, expected) => {
    expect(description.faults('GET', path, received).join()).toMatch(expected);
    expect(() => description.verify('GET', path, received)).toThrow(expected);
  });
});
