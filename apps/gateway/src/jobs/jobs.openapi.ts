/** What the OpenAPI description says of the job routes. */

import { ACTIONS, FILTER_FIELDS, JOB_STATES, SOURCE_KINDS } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ProblemResponses } from '../docs/problem-responses.js';
import { STATE_MEANINGS } from './job.schema.js';
import { LONGEST_WAIT_SECONDS } from './wait-request.js';

const LINK: SchemaObject = { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] };
const JOB_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } };

/** Schema of a list of jobs. */
export const JOB_LIST_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: { type: 'array', items: { $ref: '#/components/schemas/Job' }, description: 'One page, newest first.' },
    num_records: { type: 'integer', description: 'Number of jobs on this page.' },
    total_records: { type: 'integer', description: 'Exact number of all matches.' },
    revision: {
      type: 'string',
      description: 'Place in the change log the answer belongs to.',
      example: '1795212000000-7',
    },
    stale_sources: {
      type: 'array',
      description: 'Sources whose data is older than twice their interval.',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          age_seconds: { type: 'number', description: 'Absent where the source was never polled.' },
          reason: { type: 'string' },
        },
        required: ['name', 'reason'],
      },
    },
    gaps: { type: 'array', items: { type: 'object' }, description: 'Spans in which jobs may have gone unseen.' },
    _links: {
      type: 'object',
      properties: { self: LINK, next: LINK, watch: LINK },
      required: ['self', 'watch'],
      description: 'This page, the next one, and the changes of these jobs from here on.',
    },
  },
  required: ['records', 'num_records', 'total_records', 'revision', 'stale_sources', 'gaps', '_links'],
};

const FIELDS = ApiQuery({
  name: 'fields',
  required: false,
  schema: { type: 'string', default: '*' },
  description: 'Comma-separated paths of fields to serve, e.g. `state,svm.name`; `id` always comes.',
  example: 'id,state,svm.name',
});
const ID = ApiParam({
  name: 'id',
  schema: { type: 'string', maxLength: 320 },
  description: '`<source name>~<native id>`, or a native id that only one job bears.',
  example: 'east~1cd8a442-86d1-11e0-ae1c-123478563412',
});

const FILTER_DESCRIPTIONS: Readonly<Record<(typeof FILTER_FIELDS)[number], string>> = {
  state: `Any of ${JOB_STATES.join(', ')}. ${STATE_MEANINGS}.`,
  'source.name': 'Names of sources.',
  'source.kind': `Any of ${SOURCE_KINDS.join(', ')}.`,
  'svm.name': 'Names of SVMs.',
  'node.name': 'Names of nodes.',
};

/** Describes the parameters that choose jobs. */
export function FilterParameters(): MethodDecorator {
  return applyDecorators(
    ...FILTER_FIELDS.map((name) =>
      ApiQuery({
        name,
        required: false,
        schema: { type: 'string' },
        description: `${FILTER_DESCRIPTIONS[name]} Values are joined by \`|\`; several fields must all match.`,
      }),
    ),
  );
}

/** Describes `GET /api/jobs`. */
export function DescribeList(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listJobs',
      summary: 'List jobs, newest first',
      description: 'Answered from memory: a backend that is down never fails a list, it is named in `stale_sources`.',
    }),
    FilterParameters(),
    FIELDS,
    ApiQuery({
      name: 'max_records',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 100 },
      description: 'Page size. More than 1,000 gives 1,000 and a `next` link.',
    }),
    ApiQuery({
      name: 'start',
      required: false,
      schema: { type: 'string' },
      description: 'The opaque cursor of a `next` link; goes with the filters of that link only.',
    }),
    ApiResponse({
      status: 200,
      description: 'A page of jobs.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobList' } } },
    }),
    ProblemResponses(
      'unknown-parameter',
      'duplicate-parameter',
      'empty-parameter',
      'invalid-parameter',
      'invalid-cursor',
    ),
  );
}

/** Describes `GET /api/jobs/{id}`. */
export function DescribeGet(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getJob',
      summary: 'Read one job, or wait for its end',
      description:
        'A job the gateway does not hold yet is asked for at its source. With `wait` the answer is held until the job ' +
        'has ended, and the job is polled alone every second meanwhile; `terminal` says whether it has.',
    }),
    ID,
    FIELDS,
    ApiQuery({
      name: 'wait',
      required: false,
      schema: { type: 'integer', minimum: 0, maximum: LONGEST_WAIT_SECONDS, default: 0 },
      description: 'Seconds to wait for the end of the job; then it is answered as it is. Counts before `Prefer`.',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      schema: { type: 'string' },
      description: `\`wait=N\` (RFC 7240) does what the parameter does. More than ${LONGEST_WAIT_SECONDS} is taken as that.`,
      example: 'wait=30',
    }),
    ApiResponse({
      status: 200,
      description: 'The job.',
      headers: {
        'Preference-Applied': {
          description: 'The wait that `Prefer` has brought about; absent without one.',
          schema: { type: 'string', example: 'wait=30' },
        },
      },
      content: JOB_CONTENT,
    }),
    ProblemResponses(
      ...([
        'malformed-id',
        'unknown-parameter',
        'duplicate-parameter',
        'empty-parameter',
        'invalid-parameter',
      ] as const),
      ...(['job-not-found', 'ambiguous-id', 'backend-unreachable', 'backend-unauthorized', 'backend-refused'] as const),
      ...(['backend-malformed', 'backend-failed', 'backend-throttled', 'store-unavailable'] as const),
    ),
  );
}

/** Describes `PATCH /api/jobs/{id}`. */
export function DescribeAct(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'actOnJob',
      summary: 'Pause, resume or cancel a job',
      description:
        'Sent to the backend once and never repeated. `requested` and `actions` of the job say what came of it.',
    }),
    ID,
    ApiQuery({ name: 'action', required: true, enum: [...ACTIONS], description: 'What to ask for.' }),
    ApiBody({
      required: false,
      description: 'None, or an empty object.',
      schema: { type: 'object', maxProperties: 0 },
    }),
    ApiResponse({ status: 200, description: 'The job, which shows the action.', content: JOB_CONTENT }),
    ApiResponse({ status: 202, description: 'Accepted; the job does not show it yet.', content: JOB_CONTENT }),
    ProblemResponses(
      ...([
        'malformed-id',
        'unknown-parameter',
        'duplicate-parameter',
        'empty-parameter',
        'invalid-parameter',
      ] as const),
      ...(['malformed-body', 'job-not-found', 'unsupported-action', 'ambiguous-id', 'job-ended'] as const),
      ...(['action-conflict', 'job-gone', 'body-too-large', 'unsupported-media-type', 'backend-unreachable'] as const),
      ...(['backend-unauthorized', 'backend-refused', 'backend-failed', 'backend-throttled'] as const),
      ...(['store-unavailable', 'outcome-unknown'] as const),
    ),
  );
}

/** Describes `PATCH /api/jobs`. */
export function DescribeBulk(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'actOnJobs', summary: 'Not offered: an action needs the id of one job' }),
    ProblemResponses('bulk-action'),
  );
}
