/** What holds for all of the description alike, so that no single part of it has to say it. */

import { type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';

type Node = Readonly<Record<string, unknown>>;

const REQUEST_ID_HEADER = {
  description:
    "Names the request in the log and in problems: the caller's own `X-Request-Id` where it sent one of up to 64 letters, " +
    'digits, `.`, `_` and `-`, else a UUID.',
  required: true,
  schema: { type: 'string' as const },
};

/**
 * The same description with closed records (an object that lists its properties has no others, unless it says so) and
 * with the header that every answer carries.
 */
export function completeDescription(document: OpenAPIObject): OpenAPIObject {
  const complete = mapNodes(document, (node) => withRequestId(closed(node))) as OpenAPIObject;
  return { ...complete, components: { ...complete.components, headers: { 'X-Request-Id': REQUEST_ID_HEADER } } };
}

/** The same schema with nothing required at any depth: what is left of a record when a caller chooses fields. */
export function partOf(schema: SchemaObject): SchemaObject {
  return mapNodes(schema, ({ required: _, ...rest }) => rest) as SchemaObject;
}

function closed(node: Node): Node {
  return node['type'] === 'object' && 'properties' in node ? { additionalProperties: false, ...node } : node;
}

function withRequestId(node: Node): Node {
  if (!isNode(node['responses']) || !('operationId' in node)) return node;
  const responses = Object.entries(node['responses']).map(([status, response]) => {
    const { headers, ...rest } = response as Node;
    return [
      status,
      { ...rest, headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' }, ...(headers as Node) } },
    ];
  });
  return { ...node, responses: Object.fromEntries(responses) as Node };
}

/** Copies a tree of plain objects and lists, each object as `change` wants it. */
function mapNodes(value: unknown, change: (node: Node) => Node): unknown {
  if (Array.isArray(value)) return value.map((item) => mapNodes(item, change));
  if (!isNode(value)) return value;
  return Object.fromEntries(Object.entries(change(value)).map(([name, member]) => [name, mapNodes(member, change)]));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
