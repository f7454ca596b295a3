/** What the OpenAPI description says of the probes. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { ProblemResponses } from '../docs/problem-responses.js';

/** Describes `GET /health/live`. */
export function DescribeLive(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'live', summary: 'Whether the process answers' }),
    ApiResponse({ status: 200, description: 'It does.' }),
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
    ApiResponse({ status: 200, description: 'They are.' }),
    ProblemResponses('not-ready'),
  );
}
