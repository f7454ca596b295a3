/** OpenAPI description of the endpoints for jobs. */

import { ACTIONS, jobField, NATIVE_ID_PATTERN, SCALAR_PATHS, SOURCE_NAME_PATTERN } from '@gateway/core';
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
import { REVISION } from '../openapi/list-schema.js';
import { EXAMPLE_CURSOR, EXAMPLE_ID } from '../openapi/parameter-examples.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { jobFieldSchema } from './job.schema.js';
import { MAX_WAIT_SECONDS } from './wait-request.js';

const LINK: SchemaObject = { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] };
const JOB_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } };
const JOB_PART_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/JobPart' } } };

/** The sources whose data is old. */
export const STALE_SOURCES: SchemaObject = {
  type: 'array',
  description:
    'Sources without data, with data older than twice their poll interval, or with a refused login. Only those whose jobs can match the filters.',
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
/** The gaps of a list or summary. */
export const GAPS: SchemaObject = {
  type: 'array',
  description:
    'Periods in which jobs may have started and ended without being observed. Only of sources whose jobs can match the filters.',
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

/** Describes `fields` of jobs. */
export const JOB_FIELDS = FieldsParameter({
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
/** Describes the id of a job in a path. */
export const JOB_ID = ApiParam({
  name: 'id',
  schema: ID_SCHEMA,
  description: '`<source name>~<native id>`, or a native id that only one job has.',
});

/** How filters are written. */
export const FILTER_SYNTAX = filterSyntax('job');

/** Represents all filters on labels, because the configuration defines which labels exist. */
export const LABEL_EXAMPLE = 'source.labels.site';

/** Describes the filters and the search. */
export const FILTERS = [
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

/** Describes `If-None-Match`. */
export const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  schema: { type: 'string', example: 'W/"1795212000000-7.XvW8p1xWfJkT"' },
  description: 'Entity tags of responses that the client has (RFC 9110); 304 if one of them is still current.',
});
/** Describes the answer 304. */
export const NOT_MODIFIED = ApiResponse({
  status: 304,
  description: 'The response that the client has is still current; no body.',
});
/** Describes the entity tag. */
export const ETAG = { ETag: { description: 'Weak entity tag of the response.', schema: { type: 'string' as const } } };

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
    JOB_FIELDS,
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

/** The problems of a job that may have to be fetched from its backend. */
export const LOOKUP_PROBLEMS = [
  ...(['malformed-id', 'job-not-found', 'ambiguous-id', 'backend-unreachable', 'backend-unauthorized'] as const),
  ...(['backend-refused', 'backend-malformed', 'backend-failed', 'backend-throttled', 'store-unavailable'] as const),
] as const;

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
    JOB_ID,
    JOB_FIELDS,
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
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...LOOKUP_PROBLEMS,
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
    JOB_ID,
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
