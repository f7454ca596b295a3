/** What the OpenAPI description says of the probes. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';

/** Parts that were looked at, by name; a probe that looks at none has an empty object. */
const parts = (description: string): SchemaObject => ({
  type: 'object',
  description,
  properties: {
    view: {
      type: 'object',
      description: 'The index that reads are answered from.',
      properties: {
        status: { type: 'string', enum: ['up'] },
        jobs: { type: 'integer', description: 'Jobs held.' },
        revision: { type: 'string', description: 'Last change applied.', example: '1795212000000-7' },
      },
      required: ['status', 'jobs', 'revision'],
    },
    store: {
      type: 'object',
      description: 'Where jobs rest.',
      properties: {
        status: { type: 'string', enum: ['up'] },
        answers: { type: 'boolean', description: 'False while the store is away; reads go on.' },
      },
      required: ['status', 'answers'],
    },
  },
});

/** Schema of a probe's answer. */
export const HEALTH_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok'] },
    info: parts('What is well.'),
    error: { type: 'object', maxProperties: 0, description: 'What is not: nothing, as that is a problem.' },
    details: parts('All of it.'),
  },
  required: ['status', 'info', 'error', 'details'],
};
const HEALTH_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Health' } } };

/** Describes `GET /health/live`. */
export function DescribeLive(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'live', summary: 'Whether the process answers' }),
    ApiResponse({ status: 200, description: 'It does.', content: HEALTH_CONTENT }),
    ProblemResponses(),
  );
}

/** Describes `GET /health/ready`. */
export function DescribeReady(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'ready',
      summary: 'Whether reads are answered from a view that follows the log',
      description: 'A store that is away does not end readiness: `details.store.answers` is then false.',
    }),
    ApiResponse({ status: 200, description: 'They are.', content: HEALTH_CONTENT }),
    ProblemResponses('not-ready'),
  );
}
