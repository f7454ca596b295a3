/** The OpenAPI description of the audit. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { FieldsParameter, FilterParameter, filterSyntax, PageParameters } from '../openapi/list-parameters.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { encodeCursor, queryFingerprint } from '../query/page-cursor.js';
import { LINK } from '../sources/source.schema.js';
import { actionFieldSchema } from './action.schema.js';
import { ACTION_ORDER, ACTION_SCALAR_PATHS, actionField } from './action-fields.js';
import { DEFAULT_PAGE_SIZE } from './action-list-request.js';

const EXAMPLE_ID = '1795908686327-a653edaea280';

/** Schema of a list of actions. */
export const ACTION_LIST_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: {
      type: 'array',
      items: { $ref: '#/components/schemas/ActionPart' },
      description: 'The records of this page; absent with `return_records=false`.',
    },
    num_records: {
      type: 'integer',
      description: 'Number of records on this page; with `return_records=false`, of all matching records.',
    },
    total_records: { type: 'integer', description: 'Exact number of all matching records.' },
    _links: {
      type: 'object',
      properties: { self: LINK, next: LINK },
      required: ['self'],
      description: 'Links to this page and to the next page.',
    },
  },
  required: ['num_records', 'total_records', '_links'],
};

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
    ...ACTION_SCALAR_PATHS.map((path) => FilterParameter(path, actionField(path), actionFieldSchema(path))),
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
