/** What the OpenAPI description says of the source routes. */

import { JOB_STATES, SOURCE_KINDS, SOURCE_NAME_PATTERN, type SourceStatus } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';
import { type SourceRecord } from './source-record.js';

const STATUSES: Readonly<Record<SourceStatus, string>> = {
  starting: 'not polled yet',
  ok: 'the last poll was good',
  degraded: 'the last poll failed or was partial, data is still within twice the interval',
  failing: 'data is older than twice the interval',
  unauthorized: 'the backend refuses our login',
};
const LINK: SchemaObject = { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] };
const time = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

const PROPERTIES: Readonly<Record<keyof SourceRecord, SchemaObject>> = {
  name: { type: 'string', description: 'Its name in the configuration.', example: 'east' },
  kind: { type: 'string', enum: [...SOURCE_KINDS], description: 'Backend family.' },
  url: { type: 'string', description: 'Origin of the backend.', example: 'https://cluster.example' },
  labels: { type: 'object', additionalProperties: { type: 'string' }, description: 'As configured.' },
  status: {
    type: 'string',
    enum: Object.keys(STATUSES),
    description: Object.entries(STATUSES)
      .map(([status, meaning]) => `\`${status}\`: ${meaning}`)
      .join('; '),
  },
  reason: { type: 'string', description: "One sentence that begins with the error's stable code; absent when ok." },
  version: { type: 'string', description: "The backend's version, where it tells one.", example: '9.13.1' },
  interval_seconds: { type: 'number', description: 'Time between polls.' },
  last_poll_time: time('When the last poll began.'),
  last_success_time: time('When the last poll that succeeded whole began.'),
  age_seconds: { type: 'number', description: 'Age of the data; absent before the first good poll.' },
  next_poll_time: time('When the next poll begins.'),
  consecutive_failures: { type: 'integer', description: 'Polls failed in a row.' },
  clock_offset_seconds: { type: 'number', description: "The backend's clock minus ours." },
  polled_by: { type: 'string', description: 'The replica that polls it, where it is this one.' },
  jobs: {
    type: 'object',
    description: 'Jobs held, by state; states without jobs are left out.',
    properties: Object.fromEntries(JOB_STATES.map((state) => [state, { type: 'integer' }])),
  },
  gaps: {
    type: 'array',
    description: 'Spans in which jobs may have come and gone unseen, oldest first.',
    items: {
      type: 'object',
      properties: { from: time('Its beginning.'), to: time('Its end; absent while it lasts.') },
      required: ['from'],
    },
  },
  _links: { type: 'object', properties: { self: LINK, jobs: LINK }, required: ['self', 'jobs'] },
};

/** Schema of a source. */
export const SOURCE_SCHEMA: SchemaObject = {
  type: 'object',
  properties: PROPERTIES,
  required: [
    'name',
    'kind',
    'url',
    'labels',
    'status',
    'interval_seconds',
    'consecutive_failures',
    'jobs',
    'gaps',
    '_links',
  ],
};

const SOURCE_REF = { $ref: '#/components/schemas/Source' };
const SOURCE_CONTENT = { 'application/json': { schema: SOURCE_REF } };
const NAME = ApiParam({
  name: 'name',
  schema: { type: 'string', pattern: SOURCE_NAME_PATTERN.source, example: 'east' },
  description: 'Name of the source.',
});

/** Describes `GET /api/sources`. */
export function DescribeSources(): MethodDecorator {
  const schema: SchemaObject = {
    type: 'object',
    properties: { records: { type: 'array', items: SOURCE_REF }, num_records: { type: 'integer' } },
    required: ['records', 'num_records'],
  };
  return applyDecorators(
    ApiOperation({ operationId: 'listSources', summary: 'How every configured backend fares' }),
    ApiResponse({ status: 200, description: 'All sources.', content: { 'application/json': { schema } } }),
    ProblemResponses('unknown-parameter'),
  );
}

/** Describes `GET /api/sources/{name}`. */
export function DescribeSource(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getSource', summary: 'How one backend fares' }),
    NAME,
    ApiResponse({ status: 200, description: 'The source.', content: SOURCE_CONTENT }),
    ProblemResponses('malformed-id', 'unknown-parameter', 'source-not-found'),
  );
}

/** Describes `POST /api/sources/{name}/poll`. */
export function DescribePoll(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'pollSource',
      summary: 'Poll a backend now',
      description:
        'Answers when the poll is over; whoever else asks meanwhile shares it. `status` says what came of it.',
    }),
    NAME,
    ApiResponse({ status: 200, description: 'The source after the poll.', content: SOURCE_CONTENT }),
    ProblemResponses(
      'malformed-id',
      'unknown-parameter',
      'malformed-body',
      'body-too-large',
      'source-not-found',
      'unsupported-media-type',
    ),
  );
}
