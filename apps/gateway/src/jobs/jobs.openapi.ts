/** What the OpenAPI description says of the job routes. */

import { ACTIONS, jobField, MAX_GROUPS, NATIVE_ID_PATTERN, SCALAR_PATHS, SOURCE_NAME_PATTERN } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { EXAMPLE_CURSOR, EXAMPLE_ID, exampleFilter } from '../openapi/parameter-examples.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { jobFieldSchema } from './job.schema.js';
import { MAX_WAIT_SECONDS } from './wait-request.js';

const EXAMPLE_REVISION = '1795212000000-7';

const LINK: SchemaObject = { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] };
const JOB_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } };
const JOB_PART_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/JobPart' } } };

const REVISION: SchemaObject = {
  type: 'string',
  description: 'Place in the change log the answer belongs to.',
  example: EXAMPLE_REVISION,
};
const STALE_SOURCES: SchemaObject = {
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
};
const GAPS: SchemaObject = {
  type: 'array',
  description: 'Spans in which jobs may have come and gone unseen.',
  items: {
    type: 'object',
    properties: {
      source: { type: 'string' },
      from: { type: 'string', format: 'date-time' },
      to: { type: 'string', format: 'date-time', description: 'Absent while it lasts.' },
    },
    required: ['source', 'from'],
  },
};

/** Schema of a list of jobs. */
export const JOB_LIST_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: {
      type: 'array',
      items: { $ref: '#/components/schemas/JobPart' },
      description: 'One page. Absent with `return_records=false`. Without `fields`, whole jobs.',
    },
    num_records: { type: 'integer', description: 'Number of jobs on this page; without records, of all matches.' },
    total_records: { type: 'integer', description: 'Exact number of all matches.' },
    revision: REVISION,
    stale_sources: STALE_SOURCES,
    gaps: GAPS,
    _links: {
      type: 'object',
      properties: { self: LINK, next: LINK, watch: LINK },
      required: ['self', 'watch'],
      description: 'This page, the next one, and the changes of these jobs from here on.',
    },
  },
  required: ['num_records', 'total_records', 'revision', 'stale_sources', 'gaps', '_links'],
};

/** Schema of a summary. */
export const JOB_SUMMARY_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    groups: {
      type: 'array',
      description: 'In the order of their values. Fields a group has no value for are left out.',
      items: {
        type: 'object',
        properties: { count: { type: 'integer', description: 'Exact number of jobs.' } },
        required: ['count'],
        additionalProperties: {
          oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
          description: 'The value of a field grouped by, under its path.',
        },
        example: { state: 'running', 'source.name': 'east', count: 3 },
      },
    },
    total: { type: 'integer', description: 'Exact number of all matches.' },
    revision: REVISION,
    stale_sources: STALE_SOURCES,
    gaps: GAPS,
  },
  required: ['groups', 'total', 'revision', 'stale_sources', 'gaps'],
};

const FIELDS = ApiQuery({
  name: 'fields',
  required: false,
  schema: { type: 'string', default: '*', example: 'id,state,svm.name' },
  description:
    'Comma-separated paths of fields to serve, with dots and braces (`svm.{name,uuid}`); `!` before one leaves it out ' +
    '(`*,!tasks`). `id` always comes.',
});
/** Schema of a job id or a bare native id; their own patterns, which are anchored, are joined. */
export const ID_SCHEMA: SchemaObject = {
  type: 'string',
  pattern: `^(${SOURCE_NAME_PATTERN.source.slice(1, -1)}~)?${NATIVE_ID_PATTERN.source.slice(1)}`,
  example: EXAMPLE_ID,
};
const ID = ApiParam({
  name: 'id',
  schema: ID_SCHEMA,
  description: '`<source name>~<native id>`, or a native id that only one job bears.',
});

const DIALECT =
  'Every scalar field of a job is a filter; different fields must all match. A value is one or several alternatives joined ' +
  'by `|`: a plain value, `null` (absent), `<`, `<=`, `>`, `>=` before one, or a range `a..b`, ends included. `*` in a text ' +
  'stands for anything; alone it asks any field for a value. `!` at the very beginning negates all alternatives, `!` before ' +
  'a later one that one. `"…"` and `{…}` quote: what is in them is plain text; in them a backslash takes the next character ' +
  'as it is. Text compares with regard to case. A time is an instant with its offset, a date (its first instant in UTC), ' +
  '`now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field meets `null` and negations only. Limits: ' +
  '8,000 characters of query, 100 alternatives in a filter, 200 in all.';

/** Which labels there are depends on the configuration: one of them stands for all. */
export const LABEL_EXAMPLE = 'source.labels.site';

const FILTERS = [
  ...SCALAR_PATHS.map((path) =>
    ApiQuery({
      name: path,
      required: false,
      schema: { type: 'string', example: exampleFilter(jobField(path)) },
      description: describeFilter(path),
    }),
  ),
  ApiQuery({
    name: LABEL_EXAMPLE,
    required: false,
    schema: { type: 'string', example: 'lab|demo' },
    description: 'Filters by the label `site`; every other label is a filter under its own name likewise.',
  }),
  ApiQuery({
    name: 'query',
    required: false,
    schema: { type: 'string', example: 'snap*policy' },
    description:
      'Text to be found in the description, message, error message or object name, without regard to case. `*` stands for ' +
      'anything, unless the whole is in double quotes.',
  }),
];

function describeFilter(path: string): string {
  const field = jobField(path);
  const schema = jobFieldSchema(path);
  const values = field?.values ? ` One of ${field.values.join(', ')}.` : '';
  return `Filters by this field (${field?.type}). ${schema?.description ?? ''}${values}`;
}

const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  schema: { type: 'string', example: 'W/"1795212000000-7.XvW8p1xWfJkT"' },
  description: 'Entity tags of answers the client has (RFC 9110); 304 when one of them still holds.',
});
const NOT_MODIFIED = ApiResponse({ status: 304, description: 'The answer the client has still holds; no body.' });
const ETAG = { ETag: { description: 'Weak entity tag of the answer.', schema: { type: 'string' as const } } };

/** Describes the parameters that choose jobs. */
export function FilterParameters(): MethodDecorator {
  return applyDecorators(...FILTERS);
}

/** Describes `GET /api/jobs`. */
export function DescribeList(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listJobs',
      summary: 'List, filter, search, sort and count jobs',
      description:
        'Answered from memory: a backend that is down never fails a list, it is named in `stale_sources`. ' + DIALECT,
    }),
    FilterParameters(),
    FIELDS,
    ApiQuery({
      name: 'order_by',
      required: false,
      schema: { type: 'string', default: 'created_time desc', example: 'state asc,end_time desc' },
      description:
        'Up to 8 scalar fields, each with `asc` (unless said) or `desc`. Ties go by `id`, absent values come last either ' +
        'way, texts compare by their first 320 characters.',
    }),
    ApiQuery({
      name: 'max_records',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 100, example: 20 },
      description: 'Page size. More than 1,000 gives 1,000 and a `next` link.',
    }),
    ApiQuery({
      name: 'return_records',
      required: false,
      schema: { type: 'boolean', default: true, example: false },
      description: '`false`: the count only, without `records`.',
    }),
    ApiQuery({
      name: 'start',
      required: false,
      schema: { type: 'string', example: EXAMPLE_CURSOR },
      description:
        'The opaque cursor of a `next` link; goes with the filters, search and order of that link only. Relative times ' +
        'keep counting from the moment of the first page.',
    }),
    IF_NONE_MATCH,
    ApiResponse({
      status: 200,
      description: 'A page of jobs, or their count.',
      headers: ETAG,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobList' } } },
    }),
    NOT_MODIFIED,
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['invalid-cursor', 'malformed-request'] as const),
    ),
  );
}

/** Describes `GET /api/jobs/summary`. */
export function DescribeSummary(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'summarizeJobs',
      summary: 'Count jobs by the values of fields',
      description: `Exact counts of what the filters match, answered from memory. ${DIALECT}`,
    }),
    ...FILTERS,
    ApiQuery({
      name: 'group_by',
      required: false,
      schema: { type: 'string', default: 'state', example: 'state,source.name' },
      description: `Up to 4 scalar fields. More than ${MAX_GROUPS} groups are refused.`,
    }),
    IF_NONE_MATCH,
    ApiResponse({
      status: 200,
      description: 'The counts.',
      headers: ETAG,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobSummary' } } },
    }),
    NOT_MODIFIED,
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      'malformed-request',
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
    IF_NONE_MATCH,
    ApiQuery({
      name: 'wait',
      required: false,
      schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_SECONDS, default: 0, example: 0 },
      description: 'Seconds to wait for the end of the job; then it is answered as it is. Counts before `Prefer`.',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      schema: { type: 'string', example: 'wait=1' },
      description: `\`wait=N\` (RFC 7240) does what the parameter does. More than ${MAX_WAIT_SECONDS} is taken as that.`,
    }),
    ApiResponse({
      status: 200,
      description: 'The job.',
      headers: {
        ...ETAG,
        'Preference-Applied': {
          description: 'The wait that `Prefer` has brought about; absent without one.',
          schema: { type: 'string', example: 'wait=30' },
        },
      },
      content: JOB_PART_CONTENT,
    }),
    NOT_MODIFIED,
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
    ApiQuery({
      name: 'action',
      required: true,
      schema: { type: 'string', enum: [...ACTIONS], example: 'cancel' },
      description: 'What to ask for.',
    }),
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
    ProblemResponses('bulk-action', 'malformed-body', 'body-too-large', 'unsupported-media-type'),
  );
}
