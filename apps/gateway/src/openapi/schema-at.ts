import { type SchemaObject } from '@nestjs/swagger';

/**
 * The schema of the field at a dotted path of a record; the path goes through lists. `undefined` if there is no such
 * field.
 */
export function schemaAt(record: SchemaObject, path: string): SchemaObject | undefined {
  let schema: SchemaObject | undefined = record;
  for (const name of path.split('.')) schema = schema && memberOf(schema, name);
  return schema;
}

function memberOf(schema: SchemaObject, name: string): SchemaObject | undefined {
  const holder = (schema.type === 'array' ? schema.items : schema) as SchemaObject;
  const { additionalProperties, properties } = holder;
  if (properties && Object.hasOwn(properties, name)) return properties[name] as SchemaObject;
  return typeof additionalProperties === 'object' && name !== '' ? (additionalProperties as SchemaObject) : undefined;
}
