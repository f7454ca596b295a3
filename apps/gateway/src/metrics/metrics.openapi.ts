/** The OpenAPI description of the metrics. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';

/** Describes `GET /metrics`. */
export function DescribeMetrics(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getMetrics', summary: 'Get the metrics of this replica for Prometheus' }),
    ApiResponse({
      status: 200,
      description:
        'Counters since the start of the process, and gauges, in the Prometheus text format. A caller who may not see ' +
        'all sources gets the metrics of the sources that they may see, and no others.',
      content: { 'text/plain': { schema: { type: 'string' } } },
    }),
    ProblemResponses(),
  );
}
