import { type SchemaObject } from '@nestjs/swagger';

import { LINK } from '../sources/source.schema.js';

/** The revision of a list or summary. */
export const REVISION: SchemaObject = {
  type: 'string',
  description: 'Position in the change log that the response belongs to.',
  example: '1795212000000-7',
};

/** A list: `part` is the schema of its records, `noun` names them, `about` describes them. */
interface DescribedList {
  readonly about: string;
  readonly noun: string;
  readonly part: string;
}

/** The schema of a page of a list. */
export function listSchema({ part, noun, about }: DescribedList) {
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
  } satisfies SchemaObject;
}

/** The schema of a page of a list that has a watch. */
export function watchedListSchema(list: DescribedList): SchemaObject {
  const { properties, required, type } = listSchema(list);
  const { _links: links, ...others } = properties;
  return {
    type,
    properties: {
      ...others,
      revision: REVISION,
      _links: {
        ...links,
        properties: { ...links.properties, watch: LINK },
        required: [...links.required, 'watch'],
        description: `Links to this page, to the next page, and to a watch of these ${list.noun} from \`revision\` on.`,
      },
    },
    required: [...required, 'revision'],
  };
}
