/** The OpenAPI description of the source routes. */

import { SOURCE_NAME_PATTERN } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';

import {
  FieldsParameter,
  FilterParameter,
  filterSyntax,
  LabelParameter,
  PageParameters,
} from '../openapi/list-parameters.js';
import { listSchema } from '../openapi/list-schema.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { encodeCursor, queryFingerprint } from '../query/page-cursor.js';
import { sourceFieldSchema } from './source.schema.js';
import { SOURCE_ORDER, SOURCE_SCALAR_PATHS, sourceField } from './source-fields.js';
import { DEFAULT_PAGE_SIZE } from './source-list-request.js';

const SOURCE_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Source' } } };
const SOURCE_PART_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/SourcePart' } } };

/** Schema of a list of sources. */
export const SOURCE_LIST_SCHEMA = listSchema({
  part: 'SourcePart',
  noun: 'sources',
  about: 'The sources of this page; absent with `return_records=false`. Complete sources if `fields` is missing.',
});

const NAME = ApiParam({
  name: 'name',
  schema: { type: 'string', pattern: SOURCE_NAME_PATTERN.source, example: 'east' },
  description: 'Name of a source.',
});
const FIELDS = FieldsParameter({
  id: 'name',
  example: 'name,status,origin.file',
  nested: 'origin.{kind,file}',
  excluded: '*,!labels',
});
/** Represents all filters on labels, because the configuration defines which labels exist. */
export const SOURCE_LABEL_EXAMPLE = 'labels.site';
/** The page cursor of a list with no filters and the default order, positioned after the source `a`. */
const EXAMPLE_CURSOR = encodeCursor({
  fingerprint: queryFingerprint({ filters: [] }, SOURCE_ORDER),
  position: { values: ['a'], id: 'a' },
});

/** Describes `GET /api/sources`. */
export function DescribeSources(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listSources',
      summary: 'List, filter, sort and count the sources and their state',
      description: `Served from memory. ${filterSyntax('source')}`,
    }),
    ...SOURCE_SCALAR_PATHS.map((path) => FilterParameter(path, sourceField(path), sourceFieldSchema(path))),
    LabelParameter(SOURCE_LABEL_EXAMPLE),
    FIELDS,
    PageParameters({
      noun: 'source',
      id: 'name',
      order: 'name',
      orderExample: 'status,age_seconds desc',
      pageSize: DEFAULT_PAGE_SIZE,
      cursorExample: EXAMPLE_CURSOR,
    }),
    ApiResponse({
      status: 200,
      description: 'A page of sources, or their number.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SourceList' } } },
    }),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['invalid-cursor', 'malformed-request', 'overloaded'] as const),
    ),
  );
}

/** Describes `GET /api/sources/{name}`. */
export function DescribeSource(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getSource', summary: 'Get the state of a source' }),
    NAME,
    FIELDS,
    ApiResponse({ status: 200, description: 'The source.', content: SOURCE_PART_CONTENT }),
    ProblemResponses(
      ...(['malformed-id', 'unknown-parameter', 'duplicate-parameter', 'empty-parameter'] as const),
      ...(['invalid-parameter', 'source-not-found'] as const),
    ),
  );
}

/** Describes `POST /api/sources/{name}/poll`. */
export function DescribePoll(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'pollSource',
      summary: 'Poll a source now',
      description:
        'Responds when the poll has ended; concurrent requests share one poll. `status` shows the result of the poll.',
    }),
    NAME,
    ApiResponse({ status: 200, description: 'The source after the poll.', content: SOURCE_CONTENT }),
    ProblemResponses(
      'malformed-id',
      'unknown-parameter',
      'malformed-body',
      'body-too-large',
      'source-not-found',
      'unsupported-media-type',
    ),
  );
}
