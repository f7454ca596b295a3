/** The OpenAPI description of the probes. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { PublicProblemResponses } from '../problems/problem.openapi.js';

/** The checked parts by name; empty for a probe that checks none. */
const parts = (description: string): SchemaObject => ({
  type: 'object',
  description,
  properties: {
    view: {
      type: 'object',
      description: 'The in-memory index that serves reads.',
      properties: {
        status: { type: 'string', enum: ['up'] },
        jobs: { type: 'integer', description: 'Number of jobs; only for callers who may see all sources.' },
        revision: {
          type: 'string',
          description: 'Revision of the last applied change; only for callers who may see all sources.',
          example: '1795212000000-7',
        },
      },
      required: ['status'],
    },
    store: {
      type: 'object',
      description: 'The store that keeps the jobs.',
      properties: {
        status: { type: 'string', enum: ['up'] },
        answers: { type: 'boolean', description: 'False while the store is unavailable; reads continue.' },
        warnings: {
          type: 'array',
          items: { type: 'string' },
          description: 'Why the store may lose data although it responds; absent if there is no reason.',
        },
      },
      required: ['status', 'answers'],
    },
  },
});

/** Schema of a probe's response. */
export const HEALTH_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok'] },
    info: parts('The healthy parts.'),
    error: { type: 'object', maxProperties: 0, description: 'Always empty: a failed probe responds with a problem.' },
    details: parts('All checked parts.'),
  },
  required: ['status', 'info', 'error', 'details'],
};
const HEALTH_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Health' } } };

/** Describes `GET /health/live`. */
export function DescribeLive(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'live', summary: 'Check whether the process responds' }),
    ApiResponse({ status: 200, description: 'The process responds.', content: HEALTH_CONTENT }),
    PublicProblemResponses(),
  );
}

/** Describes `GET /health/ready`. */
export function DescribeReady(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'ready',
      summary: 'Check whether the gateway serves current data',
      description:
        'An unavailable store does not end readiness; `details.store.answers` is then false. Neither does a store that ' +
        'may lose data, see `details.store.warnings`.',
    }),
    ApiResponse({ status: 200, description: 'The view is caught up with the change log.', content: HEALTH_CONTENT }),
    PublicProblemResponses('not-ready'),
  );
}
