/** The OpenAPI description of the parameters that all lists of the gateway share. */

import { type ScalarField } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiQuery, type SchemaObject } from '@nestjs/swagger';

import { exampleFilter } from './parameter-examples.js';

/** How a list differs from others in the description of its parameters. */
export interface ListWords {
  /** What one record is. */
  readonly noun: string;
  /** The name of the field that identifies a record. */
  readonly id: string;
  /** The default order, and an example of another one. */
  readonly order: string;
  readonly orderExample: string;
  /** The default of `max_records`. */
  readonly pageSize: number;
  readonly cursorExample: string;
}

/** Describes the syntax of filters for records of a kind. */
export function filterSyntax(noun: string): string {
  return (
    `Every scalar field of a ${noun} is a filter. A ${noun} must match all filters. A filter has one or more ` +
    'alternatives, joined by `|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a ' +
    'range `a..b` that includes both ends. `*` in a text matches any characters; `*` alone matches every ' +
    `${noun} that has the field. \`!\` at the start negates the whole filter; \`!\` before a later alternative ` +
    'negates only that one. Put a text with special characters in `"…"` or `{…}`; there, a backslash escapes the next ' +
    'character. Texts are compared exactly. A time is a date and time with offset, a date (its start in UTC), `now`, ' +
    'or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` and negations. Limits: ' +
    '8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.'
  );
}

/** Describes the filter on a field, of which `schema` is the schema. */
export function FilterParameter(
  path: string,
  field: ScalarField | undefined,
  schema: SchemaObject | undefined,
): MethodDecorator {
  const values = field?.values ? ` One of ${field.values.join(', ')}.` : '';
  return ApiQuery({
    name: path,
    required: false,
    schema: { type: 'string', example: exampleFilter(field) },
    description: `Filters by this field (${field?.type}). ${schema?.description ?? ''}${values}`,
  });
}

/** Describes the filter on the label `site`, for all labels: the configuration defines which labels exist. */
export function LabelParameter(path: string): MethodDecorator {
  return ApiQuery({
    name: path,
    required: false,
    schema: { type: 'string', example: 'lab|demo' },
    description: 'Filters by the label `site`. Every other label is a filter in the same way.',
  });
}

/** Describes `fields`; `nested` and `excluded` are examples of its syntax, and `id` is the field that always comes. */
export function FieldsParameter(words: {
  readonly id: string;
  readonly example: string;
  readonly nested: string;
  readonly excluded: string;
}): MethodDecorator {
  const { example, excluded, id, nested } = words;
  return ApiQuery({
    name: 'fields',
    required: false,
    schema: { type: 'string', default: '*', example },
    description:
      `Comma-separated paths of the fields to return, with dots and braces (\`${nested}\`). \`!\` before a path ` +
      `excludes it (\`${excluded}\`). \`${id}\` is always returned.`,
  });
}

/** Describes the order and the pages of a list. */
export function PageParameters({ cursorExample, id, noun, order, orderExample, pageSize }: ListWords): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'order_by',
      required: false,
      schema: { type: 'string', default: order, example: orderExample },
      description:
        `Up to 8 scalar fields, each with \`asc\` (default) or \`desc\`. Equal ${noun}s are sorted by \`${id}\`. ` +
        'Absent values are last in both directions. Texts are compared by their first 320 characters.',
    }),
    ApiQuery({
      name: 'max_records',
      required: false,
      schema: { type: 'integer', minimum: 1, default: pageSize, example: 20 },
      description: 'Page size. Values over 1,000 are reduced to 1,000.',
    }),
    ApiQuery({
      name: 'return_records',
      required: false,
      schema: { type: 'boolean', default: true, example: false },
      description: `\`false\` returns only the number of ${noun}s, without \`records\`.`,
    }),
    ApiQuery({
      name: 'start',
      required: false,
      schema: { type: 'string', example: cursorExample },
      description:
        'The opaque cursor of a `next` link. It is only valid with the filters, search and order of that link. ' +
        'Relative times refer to the time of the first page.',
    }),
  );
}
