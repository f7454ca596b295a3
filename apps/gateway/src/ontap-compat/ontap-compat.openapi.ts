/** OpenAPI description of the endpoints for clients that were written for ONTAP. */

import { ACTIONS } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ACTION_PROBLEMS, IdempotencyKey } from '../actions/action.openapi.js';
import { ID_SCHEMA } from '../jobs/jobs.openapi.js';
import { partOf } from '../openapi/complete-description.js';
import { EXAMPLE_CURSOR, exampleFilter } from '../openapi/parameter-examples.js';
import { type ProblemSlug } from '../problems/problem.js';
import { OntapProblemResponses } from '../problems/problem.openapi.js';
import { ONTAP_PATHS, ontapField } from './ontap-fields.js';
import { fieldParameters, GENERAL, INPUT, LINK, okResponse, optional, text } from './ontap-parts.openapi.js';
import { type OntapRecord } from './ontap-record.js';
import { ONTAP_STATES } from './ontap-state.js';

const time = (description: string): SchemaObject => ({
  type: 'string',
  format: 'date-time',
  description,
  example: '2026-01-02T03:04:05+00:00',
});
const named = (description: string, members: readonly string[]): SchemaObject => ({
  type: 'object',
  description,
  properties: Object.fromEntries(members.map((member) => [member, { type: 'string' as const }])),
});

const PROPERTIES: Readonly<Record<keyof OntapRecord, SchemaObject>> = {
  uuid: text('The job id of the gateway, `<source name>~<native id>`.'),
  description: text('What the job does.'),
  state: {
    type: 'string',
    enum: [...ONTAP_STATES],
    description:
      "State in ONTAP's API. `warning` is shown as `success`; `partial_failure`, `cancelled` and an outcome that was not " +
      'seen as `failure`; an unknown state as `running`.',
  },
  message: text('Progress or result; never empty for a failed job.'),
  code: { type: 'integer', description: 'The error code of a failed job; 0 means no error.' },
  start_time: time('When the job started.'),
  end_time: time('When the job ended.'),
  svm: named('The SVM of the job.', ['name', 'uuid']),
  error: {
    type: 'object',
    description: 'Why the job failed; only for failed jobs.',
    properties: {
      message: text('Error message.'),
      code: text('Error code, a number as text.'),
      arguments: { type: 'array', items: named('An argument of the message.', ['code', 'message']) },
    },
    required: ['message', 'code', 'arguments'],
  },
  node: named('The node that runs the job.', ['name']),
  _links: { type: 'object', properties: { self: LINK }, required: ['self'] },
};

/** Schema of a job in ONTAP's format. Only `uuid` and the link are always present. */
export const ONTAP_JOB_SCHEMA: SchemaObject = {
  ...partOf({ type: 'object', properties: PROPERTIES }),
  description: 'A job, or the fields that `fields` selects.',
  required: ['uuid', '_links'],
};

const LIST_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: { type: 'array', items: { $ref: '#/components/schemas/OntapJob' } },
    num_records: {
      type: 'integer',
      description: 'Number of jobs on this page; with `return_records=false`, of all matching jobs.',
    },
    _links: { type: 'object', properties: { self: LINK, next: LINK }, required: ['self'] },
  },
  required: ['num_records', '_links'],
};

const SCOPE = Object.entries({
  'X-Dot-SVM-Name': 'svm0',
  'X-Dot-SVM-UUID': '02c9e252-41be-11e9-81d5-00a0986138f7',
}).map(([name, example]) =>
  ApiHeader({
    name,
    required: false,
    schema: { type: 'string', minLength: 1, example },
    description: 'Confines the request to the jobs of this SVM; others count as missing.',
  }),
);
const FIELDS = fieldParameters('state,message,svm.name');
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
  description: 'The action to perform.',
});
const BODY = ApiBody({
  required: false,
  description: 'No body, or an empty object.',
  schema: { type: 'object', maxProperties: 0 },
});
const UUID = ApiParam({
  name: 'uuid',
  schema: ID_SCHEMA,
  description: 'The job id of the gateway, or a native id that only one job has.',
});

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
  ...(['malformed-body', 'body-too-large', 'unsupported-media-type'] as const),
  ...ACTION_PROBLEMS,
];

/** Describes `GET /api/cluster/jobs`. */
export function DescribeOntapList(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'listOntapJobs', summary: "List jobs in ONTAP's format" }),
    ...FILTERS,
    ...FIELDS,
    optional(
      'max_records',
      { type: 'integer', minimum: 1, example: 20 },
      'Page size. Values over 1,000 are reduced to 1,000.',
    ),
    optional(
      'order_by',
      { type: 'string', example: 'state asc,end_time desc' },
      'Fields, each with `asc` or `desc`. The default is newest first. `$orderBy` is the same.',
    ),
    optional('start', { type: 'string', example: EXAMPLE_CURSOR }, 'The opaque cursor of a `next` link.'),
    ...GENERAL,
    ...SCOPE,
    ApiResponse({
      status: 200,
      description: 'A page of jobs.',
      headers: {
        Link: { description: 'Link to the next page (RFC 8288); absent on the last page.', schema: { type: 'string' } },
      },
      content: { 'application/json': { schema: LIST_SCHEMA } },
    }),
    OntapProblemResponses(...INPUT, 'invalid-cursor', 'overloaded'),
  );
}

/** Describes `GET /api/cluster/jobs/{uuid}`. */
export function DescribeOntapGet(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getOntapJob',
      summary: "Read one job in ONTAP's format",
      description:
        'A job that the gateway does not have yet is fetched from its source, or from all ONTAP sources if the id is a UUID.',
    }),
    UUID,
    ...FIELDS,
    ...GENERAL,
    ...SCOPE,
    okResponse('The job.', { $ref: '#/components/schemas/OntapJob' } as SchemaObject),
    OntapProblemResponses(...INPUT, ...LOOKUP),
  );
}

/** Describes `PATCH /api/cluster/jobs/{uuid}`. */
export function DescribeOntapAct(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'actOnOntapJob', summary: 'Pause, resume or cancel a job' }),
    UUID,
    IdempotencyKey(),
    ACTION,
    ...GENERAL,
    ...SCOPE,
    BODY,
    okResponse('The backend accepted the action; the job may show it later.', { type: 'object', maxProperties: 0 }),
    OntapProblemResponses(...INPUT, ...LOOKUP, ...REFUSALS),
  );
}

/** Describes `PATCH /api/cluster/jobs`. */
export function DescribeOntapBulk(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'actOnOntapJobs',
      summary: 'Pause, resume or cancel all matching jobs',
      description:
        'At least one filter is required, and at most 100 jobs may match. The action is sent once to each job. If a job ' +
        'does not accept it, the response is the problem of the first such job; its `num_records` is the number of jobs ' +
        'that accepted it.',
    }),
    ...FILTERS,
    ACTION,
    IdempotencyKey(),
    optional(
      'continue_on_failure',
      { type: 'boolean', example: true },
      'Accepted, but has no effect: the action is sent to every matching job.',
    ),
    optional(
      'serial_records',
      { type: 'boolean', default: false, example: false },
      '`true` sends the action to one job after the other.',
    ),
    ...GENERAL,
    ...SCOPE,
    BODY,
    okResponse('All matching jobs accepted the action.', {
      type: 'object',
      properties: { num_records: { type: 'integer', description: 'Number of these jobs.' } },
      required: ['num_records'],
    }),
    OntapProblemResponses(...INPUT, ...LOOKUP, ...REFUSALS, 'unbounded-action', 'too-many-matches', 'overloaded'),
  );
}
