/** The OpenAPI description of bulk actions. */

import { ACTIONS } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { authorSchema } from '../audit/action.schema.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { LINK } from '../sources/source.schema.js';
import { type BulkPreview } from './bulk-preview.js';
import { type ServedBulk } from './served-bulk.js';

const count = (description: string): SchemaObject => ({ type: 'integer', minimum: 0, description });
const text = (description: string): SchemaObject => ({ type: 'string', description });
const time = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

const BULK_PROPERTIES: Readonly<Record<keyof ServedBulk, SchemaObject>> = {
  id: text('Id of the bulk action.'),
  action: { type: 'string', enum: [...ACTIONS], description: 'The action.' },
  query: text('The filters, as query text.'),
  by: authorSchema('Who confirmed it.'),
  state: {
    type: 'string',
    enum: ['running', 'stopped', 'done'],
    description: '`running`: actions are being sent; `stopped`: no further ones are sent; `done`: all were sent.',
  },
  total: count('Number of jobs.'),
  sent: count('Jobs whose action was sent, or is being sent.'),
  accepted: count('Jobs whose backend accepted the action; they do not show it yet.'),
  done: count('Jobs that show the action, or ended by themselves before.'),
  refused: count('Jobs whose action the gateway did not send, because they had ended for example.'),
  failed: count(
    'Jobs whose backend refused the action or could not be reached, or that did not show it for ten minutes.',
  ),
  unknown: count('Jobs for which the answer of the backend was lost.'),
  started_time: time('When it was confirmed.'),
  ended_time: time('When it was stopped, or the last action was sent.'),
  _links: { type: 'object', properties: { self: LINK, actions: LINK }, required: ['self', 'actions'] },
};

/** Schema of a bulk action. */
export const BULK_ACTION_SCHEMA: SchemaObject = {
  type: 'object',
  properties: BULK_PROPERTIES,
  required: Object.keys(BULK_PROPERTIES).filter((name) => name !== 'ended_time'),
};

const PREVIEW_PROPERTIES: Readonly<Record<keyof BulkPreview, SchemaObject>> = {
  count: count('Number of jobs to which the action would be sent.'),
  by_source: {
    type: 'array',
    description: 'These jobs by source, most first.',
    items: {
      type: 'object',
      properties: { name: text('Name of the source.'), count: count('Number of jobs.') },
      required: ['name', 'count'],
    },
  },
  refused: {
    type: 'array',
    description: 'Other jobs that match: why the action would not be sent.',
    items: {
      type: 'object',
      properties: { reason: text('The reason.'), count: count('Number of jobs.') },
      required: ['reason', 'count'],
    },
  },
  estimated_seconds: count(
    'Seconds to send all of it at `actions.rate`, unless other actions take turns of the same sources.',
  ),
  sample: { type: 'array', description: 'Ids of some of the jobs.', items: { type: 'string' } },
  confirm: text('The value of `confirm` that starts the action on exactly these jobs, once.'),
  expires_time: time('Until when it can be confirmed.'),
};

/** Schema of a preview. */
export const BULK_PREVIEW_SCHEMA: SchemaObject = {
  type: 'object',
  properties: PREVIEW_PROPERTIES,
  required: Object.keys(PREVIEW_PROPERTIES),
};

const ID = ApiParam({
  name: 'id',
  schema: { type: 'string', example: '1795908686327-a653edaea280' },
  description: 'Id of a bulk action.',
});
const CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/BulkAction' } } };

/** Describes `GET /api/bulk-actions/{id}`. */
export function DescribeBulkAction(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getBulkAction',
      summary: 'Get the progress of a bulk action',
      description:
        'Its author and an admin of all of its sources see it. The result of each job is in `/api/actions?bulk_id=…`.',
    }),
    ID,
    ApiResponse({ status: 200, description: 'The bulk action.', content: CONTENT }),
    ProblemResponses('malformed-id', 'unknown-parameter', 'bulk-action-not-found'),
  );
}

/** Describes `DELETE /api/bulk-actions/{id}`. */
export function DescribeStop(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'stopBulkAction',
      summary: 'Stop a bulk action',
      description: 'No further action is sent; those that were sent stay. Does nothing if it has ended.',
    }),
    ID,
    ApiResponse({ status: 200, description: 'The bulk action.', content: CONTENT }),
    ProblemResponses('malformed-id', 'unknown-parameter', 'bulk-action-not-found', 'store-unavailable'),
  );
}
