/** OpenAPI description of the gateway as a cluster. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, type SchemaObject } from '@nestjs/swagger';

import { partOf } from '../openapi/complete-description.js';
import { OntapProblemResponses } from '../problems/problem.openapi.js';
import { type OntapCluster } from './ontap-cluster.js';
import { fieldParameters, GENERAL, INPUT, LINK, okResponse, optional, text } from './ontap-parts.openapi.js';

const PROPERTIES: Readonly<Record<keyof OntapCluster, SchemaObject>> = {
  name: text('Always `job-gateway`.'),
  uuid: { ...text('UUID of the stored data: the same for every replica and after a restart.'), format: 'uuid' },
  version: {
    type: 'object',
    description: 'The release of ONTAP whose API the gateway follows.',
    properties: {
      full: text('The release in words.'),
      generation: { type: 'integer', example: 9 },
      major: { type: 'integer', example: 11 },
      minor: { type: 'integer', example: 1 },
    },
  },
  _links: { type: 'object', properties: { self: LINK }, required: ['self'] },
};
const SCHEMA: SchemaObject = {
  ...partOf({ type: 'object', properties: PROPERTIES }),
  description: 'The gateway as a cluster, or the fields that `fields` selects.',
  required: ['_links'],
};

/** Describes `GET /api/cluster`. */
export function DescribeOntapCluster(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getOntapCluster',
      summary: 'Read the release of ONTAP whose API the gateway follows',
      description:
        'Clients that were written for ONTAP request this first. Other fields of an ONTAP cluster are absent.',
    }),
    ...fieldParameters('name,version'),
    optional('max_records', { type: 'integer', minimum: 1, example: 1024 }, 'Accepted, but has no effect.'),
    ...GENERAL,
    okResponse('The gateway as a cluster.', SCHEMA),
    OntapProblemResponses(...INPUT, 'store-unavailable'),
  );
}
