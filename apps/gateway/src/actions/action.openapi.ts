/** The OpenAPI description that the routes for actions share. */

import { applyDecorators } from '@nestjs/common';
import { ApiHeader, type ApiResponseOptions } from '@nestjs/swagger';

import { type ProblemSlug } from '../problems/problem.js';

/** The problems of every route that sends actions, besides those of its parameters and of the job. */
export const ACTION_PROBLEMS = [
  ...['forbidden', 'key-in-use', 'key-reused', 'too-many-actions', 'unsupported-action', 'job-ended'],
  ...['action-conflict', 'job-gone', 'backend-unreachable', 'backend-unauthorized', 'backend-refused'],
  ...['backend-malformed', 'backend-failed', 'backend-throttled', 'store-unavailable', 'outcome-unknown'],
] as readonly ProblemSlug[] as ProblemSlug[];

/** The header of an answer that is repeated. */
export const REPLAYED_HEADER: NonNullable<ApiResponseOptions['headers']> = {
  'Idempotency-Replayed': {
    description: '`true` if this is the answer of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
};

/** Describes the header that makes a request safe to repeat. */
export function IdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255, example: '4f1c2a9e-cancel' },
      description:
        'A text of your choice, a UUID for example. A request with the same key within 24 hours is not carried out again: it ' +
        'gets the first answer. An answer with status 429 or 503 is not kept: the request may be repeated.',
    }),
  );
}
