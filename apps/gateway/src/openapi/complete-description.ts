/** Adds to the OpenAPI description what is the same in all its parts. */

import { type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';

type Node = Readonly<Record<string, unknown>>;

const REQUEST_ID_HEADER = {
  description:
    "Identifies the request in the log and in problems. It is the caller's `X-Request-Id` if that has 1 to 64 letters, " +
    'digits, `.`, `_` and `-`, else a new UUID.',
  required: true,
  schema: { type: 'string' as const },
};

/**
 * Returns the description with `additionalProperties: false` for each object that lists its properties (unless it sets
 * `additionalProperties` itself), and with the `X-Request-Id` header in every response.
 */
export function completeDescription(document: OpenAPIObject): OpenAPIObject {
  const complete = mapNodes(document, (node) => withRequestId(closed(node))) as OpenAPIObject;
  return { ...complete, components: { ...complete.components, headers: { 'X-Request-Id': REQUEST_ID_HEADER } } };
}

/** Returns the schema without `required` at any depth: the schema of a record with only the fields that a caller chose. */
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

/** Copies a tree of plain objects and arrays, and replaces each object by the result of `change`. */
function mapNodes(value: unknown, change: (node: Node) => Node): unknown {
  if (Array.isArray(value)) return value.map((item) => mapNodes(item, change));
  if (!isNode(value)) return value;
  return Object.fromEntries(Object.entries(change(value)).map(([name, member]) => [name, mapNodes(member, change)]));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
