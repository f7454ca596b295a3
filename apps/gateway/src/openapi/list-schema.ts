import { type SchemaObject } from '@nestjs/swagger';

import { LINK } from '../sources/source.schema.js';

/** The schema of a page of a list: `part` is the schema of its records, `noun` names them, `about` describes them. */
export function listSchema({ part, noun, about }: Readonly<Record<'about' | 'noun' | 'part', string>>): SchemaObject {
  return {
    type: 'object',
    properties: {
      records: { type: 'array', items: { $ref: `#/components/schemas/${part}` }, description: about },
      num_records: {
        type: 'integer',
        description: `Number of ${noun} on this page; with \`return_records=false\`, of all matching ${noun}.`,
      },
      total_records: { type: 'integer', description: `Exact number of all matching ${noun}.` },
      _links: {
        type: 'object',
        properties: { self: LINK, next: LINK },
        required: ['self'],
        description: 'Links to this page and to the next page.',
      },
    },
    required: ['num_records', 'total_records', '_links'],
  };
}
