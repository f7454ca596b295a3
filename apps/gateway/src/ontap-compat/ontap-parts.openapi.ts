/** Parts of the OpenAPI description that all endpoints for clients of ONTAP share. */

import { ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { type ProblemSlug } from '../problems/problem.js';
import { MAY_BE_EMPTY } from './ontap-parameters.js';

/** Schema of a text. */
export const text = (description: string): SchemaObject => ({ type: 'string', description });
/** Schema of a link. */
export const LINK: SchemaObject = {
  type: 'object',
  properties: { href: text('A path on this server.') },
  required: ['href'],
};

/** Describes a query parameter that may be left out. */
export const optional = (name: string, schema: SchemaObject, description: string) =>
  ApiQuery({ name, required: false, allowEmptyValue: MAY_BE_EMPTY.includes(name), schema, description });
/** ONTAP's general parameters. */
export const GENERAL = [
  optional(
    'return_records',
    { type: 'boolean', default: true, example: true },
    '`false` returns only the number of jobs of a list.',
  ),
  optional(
    'return_timeout',
    { type: 'integer', minimum: 0, maximum: 120, example: 15 },
    'Accepted, but has no effect.',
  ),
  optional('pretty', { type: 'boolean', default: false, example: true }, 'Indents the response.'),
];
/** Describes the parameters that select fields. */
export function fieldParameters(example: string): readonly MethodDecorator[] {
  return [
    optional(
      'fields',
      { type: 'string', example },
      'Fields to return: `*`, or a list with dots, braces and `!`. A list of jobs without `fields` has only `uuid` and link.',
    ),
    optional(
      'ignore_unknown_fields',
      { type: 'boolean', default: false, example: true },
      'Allows unknown names in `fields`.',
    ),
  ];
}

/** Problems of a query text. */
export const INPUT: readonly ProblemSlug[] = [
  'unknown-parameter',
  'duplicate-parameter',
  'empty-parameter',
  'invalid-parameter',
];

/** Describes the response to a request that succeeded. */
export function okResponse(description: string, schema: SchemaObject): MethodDecorator {
  return ApiResponse({ status: 200, description, content: { 'application/json': { schema } } });
}
