/** What the OpenAPI description says of the routes for clients written for ONTAP. */

import { ACTIONS } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { partOf } from '../openapi/complete-description.js';
import { EXAMPLE_CURSOR, exampleFilter } from '../openapi/parameter-examples.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { type ProblemSlug } from '../problems/problem.js';
import { ID_SCHEMA } from '../jobs/jobs.openapi.js';
import { ONTAP_PATHS, ontapField } from './ontap-fields.js';
import { type OntapRecord } from './ontap-record.js';
import { ONTAP_STATES } from './ontap-state.js';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const time = (description: string): SchemaObject => ({
  type: 'string',
  format: 'date-time',
  description,
  example: '2026-01-02T03:04:05+00:00',
});
const LINK: SchemaObject = { type: 'object', properties: { href: text('A path on this server.') }, required: ['href'] };
const named = (description: string, members: readonly string[]): SchemaObject => ({
  type: 'object',
  description,
  properties: Object.fromEntries(members.map((member) => [member, { type: 'string' as const }])),
});

const PROPERTIES: Readonly<Record<keyof OntapRecord, SchemaObject>> = {
  uuid: text('Our job id, `<source name>~<native id>`.'),
  description: text('What the job does.'),
  state: {
    type: 'string',
    enum: [...ONTAP_STATES],
    description:
      '`warning` is `success`; `partial_failure`, `cancelled` and an end that nobody saw are `failure`; a word nobody ' +
      'knows is `running`.',
  },
  message: text('How it gets on, or what came of it; never empty on a failed job.'),
  code: { type: 'integer', description: 'The error code of a failed job; 0 is none.' },
  start_time: time('When it started.'),
  end_time: time('When it ended.'),
  svm: named('The SVM it belongs to.', ['name', 'uuid']),
  error: {
    type: 'object',
    description: 'Why it failed; on failed jobs only.',
    properties: {
      message: text('What went wrong.'),
      code: text('A number.'),
      arguments: { type: 'array', items: named('An argument of the message.', ['code', 'message']) },
    },
    required: ['message', 'code', 'arguments'],
  },
  node: named('The node that runs it.', ['name']),
  _links: { type: 'object', properties: { self: LINK }, required: ['self'] },
};

/** Schema of a job as the face shows it; only `uuid` and the link come whatever is asked for. */
export const ONTAP_JOB_SCHEMA: SchemaObject = {
  ...partOf({ type: 'object', properties: PROPERTIES }),
  description: 'A job, or what `fields` chose of it.',
  required: ['uuid', '_links'],
};

const LIST_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: { type: 'array', items: { $ref: '#/components/schemas/OntapJob' } },
    num_records: { type: 'integer', description: 'Jobs on this page; all matches with `return_records=false`.' },
    _links: { type: 'object', properties: { self: LINK, next: LINK }, required: ['self'] },
  },
  required: ['num_records', '_links'],
};

const optional = (name: string, schema: SchemaObject, description: string) =>
  ApiQuery({ name, required: false, schema, description });
const GENERAL = [
  optional('return_records', { type: 'boolean', default: true, example: true }, 'False: a list is counted only.'),
  optional('return_timeout', { type: 'integer', minimum: 0, maximum: 120, example: 15 }, 'Taken, and changes nothing.'),
  optional('pretty', { type: 'boolean', default: false, example: true }, 'Laid out for people.'),
];
const FIELDS = [
  optional(
    'fields',
    { type: 'string', example: 'state,message,svm.name' },
    'What to serve: `*`, or a list with dots, braces and `!`. A list without it serves `uuid` and link only.',
  ),
  optional(
    'ignore_unknown_fields',
    { type: 'boolean', default: false, example: true },
    '`fields` may name what there is not.',
  ),
];
const FILTERS = ONTAP_PATHS.map((name) =>
  optional(
    name,
    { type: 'string', example: exampleFilter(ontapField(name)) },
    "A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes.",
  ),
);
const ACTION = ApiQuery({
  name: 'action',
  required: true,
  schema: { type: 'string', enum: [...ACTIONS], example: 'cancel' },
  description: 'What to ask for.',
});
const BODY = ApiBody({
  required: false,
  description: 'None, or an empty object.',
  schema: { type: 'object', maxProperties: 0 },
});
const UUID = ApiParam({
  name: 'uuid',
  schema: ID_SCHEMA,
  description: 'Our job id, or a native id that only one job bears.',
});

const INPUT: readonly ProblemSlug[] = [
  'unknown-parameter',
  'duplicate-parameter',
  'empty-parameter',
  'invalid-parameter',
];
const LOOKUP: readonly ProblemSlug[] = [
  ...([
    'malformed-id',
    'job-not-found',
    'ambiguous-id',
    'backend-unreachable',
    'backend-unauthorized',
    'backend-refused',
  ] as const),
  ...(['backend-malformed', 'backend-failed', 'backend-throttled', 'store-unavailable'] as const),
];
const REFUSALS: readonly ProblemSlug[] = [
  ...(['malformed-body', 'unsupported-action', 'job-ended', 'action-conflict', 'body-too-large'] as const),
  ...(['unsupported-media-type', 'outcome-unknown'] as const),
];

function answer(description: string, schema: SchemaObject): MethodDecorator {
  return ApiResponse({ status: 200, description, content: { 'application/json': { schema } } });
}

/** Describes `GET /api/cluster/jobs`. */
export function DescribeOntapList(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'listOntapJobs', summary: "List jobs in ONTAP's shape" }),
    ...FILTERS,
    ...FIELDS,
    optional(
      'max_records',
      { type: 'integer', minimum: 1, example: 20 },
      'Page size; a page never has more than 1,000.',
    ),
    optional(
      'order_by',
      { type: 'string', example: 'state asc,end_time desc' },
      'Fields, each with `asc` or `desc`; newest first without it.',
    ),
    optional('start', { type: 'string', example: EXAMPLE_CURSOR }, 'The opaque cursor of a `next` link.'),
    ...GENERAL,
    ApiResponse({
      status: 200,
      description: 'A page of jobs.',
      headers: {
        Link: { description: 'The next page (RFC 8288); absent on the last one.', schema: { type: 'string' } },
      },
      content: { 'application/json': { schema: LIST_SCHEMA } },
    }),
    ProblemResponses(...INPUT, 'invalid-cursor'),
  );
}

/** Describes `GET /api/cluster/jobs/{uuid}`. */
export function DescribeOntapGet(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getOntapJob',
      summary: "Read one job in ONTAP's shape",
      description: 'A job that is not held is asked for: at its source, or with a bare UUID at every ONTAP source.',
    }),
    UUID,
    ...FIELDS,
    ...GENERAL,
    answer('The job.', { $ref: '#/components/schemas/OntapJob' } as SchemaObject),
    ProblemResponses(...INPUT, ...LOOKUP),
  );
}

/** Describes `PATCH /api/cluster/jobs/{uuid}`. */
export function DescribeOntapAct(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'actOnOntapJob', summary: 'Pause, resume or cancel a job' }),
    UUID,
    ACTION,
    ...GENERAL,
    BODY,
    answer('Accepted; the job may take a moment to show it.', { type: 'object', maxProperties: 0 }),
    ProblemResponses(...INPUT, ...LOOKUP, ...REFUSALS),
  );
}

/** Describes `PATCH /api/cluster/jobs`. */
export function DescribeOntapBulk(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'actOnOntapJobs',
      summary: 'Pause, resume or cancel every match',
      description:
        'At least one filter is required, and at most 100 jobs may match. Each is asked once; a problem is that of the ' +
        'first job that did not accept, and its `num_records` counts those that did.',
    }),
    ...FILTERS,
    ACTION,
    optional(
      'continue_on_failure',
      { type: 'boolean', example: true },
      'Taken, and changes nothing: every match is asked.',
    ),
    ...GENERAL,
    BODY,
    answer('All matches accepted.', {
      type: 'object',
      properties: { num_records: { type: 'integer', description: 'Their number.' } },
      required: ['num_records'],
    }),
    ProblemResponses(...INPUT, ...LOOKUP, ...REFUSALS, 'unbounded-action', 'too-many-matches'),
  );
}
