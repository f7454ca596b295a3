import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';

/** Describes `GET /api/me`. */
export function DescribeMe(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getMe', summary: 'Get the name, the roles and the sources of the caller' }),
    ApiResponse({
      status: 200,
      description: 'The caller.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Me' } } },
    }),
    ProblemResponses('unknown-parameter'),
  );
}
