/** The OpenAPI description of the audit. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';

import { FieldsParameter, FilterParameter, filterSyntax, PageParameters } from '../openapi/list-parameters.js';
import { watchedListSchema } from '../openapi/list-schema.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { encodeCursor, queryFingerprint } from '../query/page-cursor.js';
import { ResumeParameters, StreamResponse } from '../watch/watch.openapi.js';
import { actionFieldSchema } from './action.schema.js';
import { ACTION_ORDER, ACTION_SCALAR_PATHS, actionField } from './action-fields.js';
import { DEFAULT_PAGE_SIZE } from './action-list-request.js';

const EXAMPLE_ID = '1795908686327-a653edaea280';

/** Schema of a list of actions. */
export const ACTION_LIST_SCHEMA = watchedListSchema({
  part: 'ActionPart',
  noun: 'records',
  about: 'The records of this page; absent with `return_records=false`.',
});

const FIELDS = FieldsParameter({
  id: 'id',
  example: 'time,action,job.id,outcome',
  nested: 'by.{name,address}',
  excluded: '*,!backend',
});

/** Describes `GET /api/actions`. */
export function DescribeActions(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listActions',
      summary: 'List the actions that were requested, sent or refused',
      description:
        'A caller sees the own actions; an admin sees those of all callers, on the sources of that role. ' +
        filterSyntax('record'),
    }),
    FilterParameters(),
    FIELDS,
    PageParameters({
      noun: 'record',
      id: 'id',
      order: 'time desc',
      orderExample: 'source.name,time desc',
      pageSize: DEFAULT_PAGE_SIZE,
      cursorExample: encodeCursor({
        fingerprint: queryFingerprint({ filters: [] }, ACTION_ORDER),
        position: { values: [Date.UTC(2026, 0, 1)], id: EXAMPLE_ID },
      }),
    }),
    ApiResponse({
      status: 200,
      description: 'A page of records, or their number.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ActionList' } } },
    }),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['invalid-cursor', 'malformed-request', 'overloaded'] as const),
    ),
  );
}

const WATCH_DESCRIPTION = `A stream of server-sent events, as that of \`/api/jobs/watch\`: \`added\` and \`modified\` contain the
record as JSON, \`removed\` contains only \`{"id":…}\` (retention removed the record, or it does not match any more), and
\`bookmark\` has no data. A caller gets the records that the list has for them. After a disconnect, resume with the last \`id\`
as \`Last-Event-ID\` or as \`after\`, on any replica; no event is missed. If the changes after it are not available any more,
the response is 410. Without either, the stream starts with the matching records as \`added\` events without an \`id\`, then a
bookmark; \`time=>-1h\` for example leaves out old ones.

Handle \`added\` and \`modified\` the same way. \`cut_off\` is the last event of a client that reads too slowly, or that may
see other sources than before.`;

/** Describes `GET /api/actions/watch`. */
export function DescribeActionWatch(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'watchActions', summary: 'Watch the audit', description: WATCH_DESCRIPTION }),
    FilterParameters(),
    ResumeParameters('The id of an event. The stream starts with the change after it.'),
    StreamResponse('{"id":"1795908686327-a653edaea280","action":"cancel","outcome":"done",…}'),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['revision-gone', 'too-many-watches', 'overloaded', 'store-unavailable'] as const),
    ),
  );
}

function FilterParameters(): MethodDecorator {
  return applyDecorators(
    ...ACTION_SCALAR_PATHS.map((path) => FilterParameter(path, actionField(path), actionFieldSchema(path))),
  );
}

/** Describes `GET /api/actions/{id}`. */
export function DescribeAction(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getAction', summary: 'Get the record of an action' }),
    ApiParam({ name: 'id', schema: { type: 'string', example: EXAMPLE_ID }, description: 'Id of a record.' }),
    FIELDS,
    ApiResponse({
      status: 200,
      description: 'The record.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ActionPart' } } },
    }),
    ProblemResponses(
      ...(['malformed-id', 'unknown-parameter', 'duplicate-parameter', 'empty-parameter'] as const),
      ...(['invalid-parameter', 'action-not-found'] as const),
    ),
  );
}
