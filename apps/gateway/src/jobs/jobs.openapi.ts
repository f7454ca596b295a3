/** OpenAPI description of the endpoints for jobs. */

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
  description: 'Position in the change log that the response belongs to.',
  example: EXAMPLE_REVISION,
};
const STALE_SOURCES: SchemaObject = {
  type: 'array',
  description: 'Sources without data, with data older than twice their poll interval, or with a refused login.',
  items: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      age_seconds: { type: 'number', description: 'Absent if the source was never polled.' },
      reason: { type: 'string' },
    },
    required: ['name', 'reason'],
  },
};
const GAPS: SchemaObject = {
  type: 'array',
  description: 'Periods in which jobs may have started and ended without being observed.',
  items: {
    type: 'object',
    properties: {
      source: { type: 'string' },
      from: { type: 'string', format: 'date-time' },
      to: { type: 'string', format: 'date-time', description: 'Absent while the gap is open.' },
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
      description: 'The jobs of this page; absent with `return_records=false`. Complete jobs if `fields` is missing.',
    },
    num_records: {
      type: 'integer',
      description: 'Number of jobs on this page; with `return_records=false`, of all matching jobs.',
    },
    total_records: { type: 'integer', description: 'Exact number of all matching jobs.' },
    revision: REVISION,
    stale_sources: STALE_SOURCES,
    gaps: GAPS,
    _links: {
      type: 'object',
      properties: { self: LINK, next: LINK, watch: LINK },
      required: ['self', 'watch'],
      description: 'Links to this page, to the next page, and to a watch of these jobs from `revision` on.',
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
      description: 'Groups, sorted by their values. A field without a value is absent.',
      items: {
        type: 'object',
        properties: { count: { type: 'integer', description: 'Exact number of jobs.' } },
        required: ['count'],
        additionalProperties: {
          oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
          description: 'Value of a field in `group_by`, named by its path.',
        },
        example: { state: 'running', 'source.name': 'east', count: 3 },
      },
    },
    total: { type: 'integer', description: 'Exact number of all matching jobs.' },
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
    'Comma-separated paths of the fields to return, with dots and braces (`svm.{name,uuid}`). `!` before a path excludes ' +
    'it (`*,!tasks`). `id` is always returned.',
});
/** Schema of a job id or a native id; combines the two anchored patterns. */
export const ID_SCHEMA: SchemaObject = {
  type: 'string',
  pattern: `^(${SOURCE_NAME_PATTERN.source.slice(1, -1)}~)?${NATIVE_ID_PATTERN.source.slice(1)}`,
  example: EXAMPLE_ID,
};
const ID = ApiParam({
  name: 'id',
  schema: ID_SCHEMA,
  description: '`<source name>~<native id>`, or a native id that only one job has.',
});

const FILTER_SYNTAX =
  'Every scalar field of a job is a filter. A job must match all filters. A filter has one or more alternatives, joined by ' +
  '`|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a range `a..b` that includes both ' +
  'ends. `*` in a text matches any characters; `*` alone matches every job that has the field. `!` at the start negates the ' +
  'whole filter; `!` before a later alternative negates only that one. Put a text with special characters in `"…"` or ' +
  '`{…}`; there, a backslash escapes the next character. Texts are compared exactly. A time is a date and time with offset, a ' +
  'date (its start in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` ' +
  'and negations. Limits: 8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.';

/** Represents all filters on labels, because the configuration defines which labels exist. */
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
    description: 'Filters by the label `site`. Every other label is a filter in the same way.',
  }),
  ApiQuery({
    name: 'query',
    required: false,
    schema: { type: 'string', example: 'snap*policy' },
    description:
      'Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, ' +
      'unless the whole text is in double quotes.',
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
  description: 'Entity tags of responses that the client has (RFC 9110); 304 if one of them is still current.',
});
const NOT_MODIFIED = ApiResponse({
  status: 304,
  description: 'The response that the client has is still current; no body.',
});
const ETAG = { ETag: { description: 'Weak entity tag of the response.', schema: { type: 'string' as const } } };

/** Describes the parameters that select jobs. */
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
        'Served from memory. If a backend is down, the list still succeeds and contains the source in `stale_sources`. ' +
        FILTER_SYNTAX,
    }),
    FilterParameters(),
    FIELDS,
    ApiQuery({
      name: 'order_by',
      required: false,
      schema: { type: 'string', default: 'created_time desc', example: 'state asc,end_time desc' },
      description:
        'Up to 8 scalar fields, each with `asc` (default) or `desc`. Equal jobs are sorted by `id`. Absent values are last ' +
        'in both directions. Texts are compared by their first 320 characters.',
    }),
    ApiQuery({
      name: 'max_records',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 100, example: 20 },
      description: 'Page size. Values over 1,000 are reduced to 1,000.',
    }),
    ApiQuery({
      name: 'return_records',
      required: false,
      schema: { type: 'boolean', default: true, example: false },
      description: '`false` returns only the number of jobs, without `records`.',
    }),
    ApiQuery({
      name: 'start',
      required: false,
      schema: { type: 'string', example: EXAMPLE_CURSOR },
      description:
        'The opaque cursor of a `next` link. It is only valid with the filters, search and order of that link. Relative ' +
        'times refer to the time of the first page.',
    }),
    IF_NONE_MATCH,
    ApiResponse({
      status: 200,
      description: 'A page of jobs, or their number.',
      headers: ETAG,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobList' } } },
    }),
    NOT_MODIFIED,
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['invalid-cursor', 'malformed-request', 'overloaded'] as const),
    ),
  );
}

/** Describes `GET /api/jobs/summary`. */
export function DescribeSummary(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'summarizeJobs',
      summary: 'Count jobs by the values of fields',
      description: `Exact numbers of the matching jobs, served from memory. ${FILTER_SYNTAX}`,
    }),
    ...FILTERS,
    ApiQuery({
      name: 'group_by',
      required: false,
      schema: { type: 'string', default: 'state', example: 'state,source.name' },
      description: `Up to 4 scalar fields. More than ${MAX_GROUPS} groups are an error.`,
    }),
    IF_NONE_MATCH,
    ApiResponse({
      status: 200,
      description: 'The groups and their numbers of jobs.',
      headers: ETAG,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobSummary' } } },
    }),
    NOT_MODIFIED,
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['malformed-request', 'overloaded'] as const),
    ),
  );
}

/** Describes `GET /api/jobs/{id}`. */
export function DescribeGet(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getJob',
      summary: 'Read one job, or wait until it has ended',
      description:
        'A job that the gateway does not have yet is fetched from its source. With `wait`, the response is held until the ' +
        'job has ended, and meanwhile the job is fetched every second. `terminal` is true if it has ended.',
    }),
    ID,
    FIELDS,
    IF_NONE_MATCH,
    ApiQuery({
      name: 'wait',
      required: false,
      schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_SECONDS, default: 0, example: 0 },
      description:
        'Seconds to wait until the job has ended; then the job is returned as it is. Has priority over `Prefer`.',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      schema: { type: 'string', example: 'wait=1' },
      description: `\`wait=N\` (RFC 7240) has the same effect as the parameter. Larger values are reduced to ${MAX_WAIT_SECONDS}.`,
    }),
    ApiResponse({
      status: 200,
      description: 'The job.',
      headers: {
        ...ETAG,
        'Preference-Applied': {
          description: 'The wait that `Prefer` requested; absent if it requested none.',
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
        'The action is sent to the backend once and never repeated. `requested` of the job shows the result.',
    }),
    ID,
    ApiQuery({
      name: 'action',
      required: true,
      schema: { type: 'string', enum: [...ACTIONS], example: 'cancel' },
      description: 'The action to perform.',
    }),
    ApiBody({
      required: false,
      description: 'No body, or an empty object.',
      schema: { type: 'object', maxProperties: 0 },
    }),
    ApiResponse({ status: 200, description: 'The job; it shows the action.', content: JOB_CONTENT }),
    ApiResponse({
      status: 202,
      description: 'The backend accepted the action; the job does not show it yet.',
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
    ApiOperation({ operationId: 'actOnJobs', summary: 'Not supported: an action needs the id of one job' }),
    ProblemResponses('bulk-action', 'malformed-body', 'body-too-large', 'unsupported-media-type'),
  );
}
