/** OpenAPI description of the endpoints for jobs. */

import { ACTIONS, jobField, MAX_GROUPS, NATIVE_ID_PATTERN, SCALAR_PATHS, SOURCE_NAME_PATTERN } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ACTION_PROBLEMS, IdempotencyKey, REPLAYED_HEADER } from '../actions/action.openapi.js';
import {
  FieldsParameter,
  FilterParameter,
  filterSyntax,
  LabelParameter,
  PageParameters,
} from '../openapi/list-parameters.js';
import { EXAMPLE_CURSOR, EXAMPLE_ID } from '../openapi/parameter-examples.js';
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

const FIELDS = FieldsParameter({
  id: 'id',
  example: 'id,state,svm.name',
  nested: 'svm.{name,uuid}',
  excluded: '*,!tasks',
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

const FILTER_SYNTAX = filterSyntax('job');

/** Represents all filters on labels, because the configuration defines which labels exist. */
export const LABEL_EXAMPLE = 'source.labels.site';

const FILTERS = [
  ...SCALAR_PATHS.map((path) => FilterParameter(path, jobField(path), jobFieldSchema(path))),
  LabelParameter(LABEL_EXAMPLE),
  ApiQuery({
    name: 'query',
    required: false,
    schema: { type: 'string', example: 'snap*policy' },
    description:
      'Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, ' +
      'unless the whole text is in double quotes.',
  }),
];

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
    PageParameters({
      noun: 'job',
      id: 'id',
      order: 'created_time desc',
      orderExample: 'state asc,end_time desc',
      pageSize: 100,
      cursorExample: EXAMPLE_CURSOR,
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

const ACTION = ApiQuery({
  name: 'action',
  required: true,
  schema: { type: 'string', enum: [...ACTIONS], example: 'cancel' },
  description: 'The action to perform.',
});
const EMPTY_BODY = ApiBody({
  required: false,
  description: 'No body, or an empty object.',
  schema: { type: 'object', maxProperties: 0 },
});

/** Describes `PATCH /api/jobs/{id}`. */
export function DescribeAct(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'actOnJob',
      summary: 'Pause, resume or cancel a job',
      description:
        'The job is fetched first if its record is older than two seconds. The action is sent to the backend once and never ' +
        'repeated. `requested` of the job shows the result, and `/api/actions` records who requested it.',
    }),
    ID,
    IdempotencyKey(),
    ACTION,
    EMPTY_BODY,
    ApiResponse({
      status: 200,
      description: 'The job; it shows the action.',
      headers: REPLAYED_HEADER,
      content: JOB_CONTENT,
    }),
    ApiResponse({
      status: 202,
      description: 'The backend accepted the action; the job does not show it yet.',
      headers: REPLAYED_HEADER,
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
      ...(['malformed-body', 'job-not-found', 'ambiguous-id', 'body-too-large', 'unsupported-media-type'] as const),
      ...ACTION_PROBLEMS,
    ),
  );
}

/** Describes `PATCH /api/jobs`. */
export function DescribeBulk(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'actOnJobs',
      summary: 'Pause, resume or cancel all matching jobs',
      description:
        'First with `dry_run=true`: nothing is sent, and the answer says what would be. Then the same request with `confirm` ' +
        'in place of `dry_run`: the action is sent to exactly these jobs, at the rate of `actions.rate` for each source. ' +
        'At most 100,000 jobs may match.',
    }),
    FilterParameters(),
    ACTION,
    ApiQuery({
      name: 'dry_run',
      required: false,
      schema: { type: 'boolean', default: false, example: true },
      description: '`true` for a preview. Exactly one of `dry_run=true` and `confirm` is required.',
    }),
    ApiQuery({
      name: 'confirm',
      required: false,
      schema: { type: 'string', example: '1796904000000-0a1b2c3d4e5f.Zk3Jv0m8yQ2xTn5rWb7cLd9p' },
      description: 'The token of a preview of the same request by the same caller, at most 10 minutes old.',
    }),
    IdempotencyKey(),
    EMPTY_BODY,
    ApiResponse({
      status: 200,
      description: 'What the action would do.',
      headers: REPLAYED_HEADER,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkPreview' } } },
    }),
    ApiResponse({
      status: 202,
      description: 'The actions are being sent; `Location` shows their progress.',
      headers: {
        ...REPLAYED_HEADER,
        Location: { description: 'Path of the bulk action.', required: true, schema: { type: 'string' } },
      },
      content: { 'application/json': { schema: { type: 'object', maxProperties: 0 } } },
    }),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['malformed-request', 'malformed-body', 'body-too-large', 'unsupported-media-type', 'bulk-action'] as const),
      ...(['too-many-matches', 'too-many-actions', 'key-in-use', 'key-reused', 'overloaded'] as const),
      'store-unavailable',
    ),
  );
}
