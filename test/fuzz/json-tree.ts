/** JSON as a tree that can be written in forms which `JSON.stringify` never writes, such as names that occur twice. */

/** A value: JSON text that is written as it is, a list, or the members of an object. */
export type JsonNode = { text: string } | { items: JsonNode[] } | { members: [name: string, value: JsonNode][] };

/** A place of a value: the list or the members that have it, and its index there. */
export interface Place {
  readonly node: JsonNode;
  readonly replace: (value: JsonNode) => void;
  /** Removes the value; does nothing at the root. */
  readonly remove: () => void;
  /** Writes the value a second time, after itself; does nothing at the root. A member gets the same name. */
  readonly add: (value: JsonNode) => void;
}

/** The tree of a parsed value. */
export function treeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return { text: JSON.stringify(value) };
  return { members: Object.entries(value).map(([name, member]) => [name, treeOf(member)]) };
}

/** The JSON text of a tree. */
export function textOf(node: JsonNode): string {
  if ('text' in node) return node.text;
  if ('items' in node) return `[${node.items.map(textOf).join(',')}]`;
  return `{${node.members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`;
}

/** All places of a tree, the root first. */
export function placesIn(root: { node: JsonNode }): readonly Place[] {
  const places: Place[] = [];
  const visit = (place: Place): void => {
    places.push(place);
    const { node } = place;
    if ('items' in node) node.items.forEach((item, at) => visit(placeIn(node.items, at, item, (value) => value)));
    if ('members' in node) {
      node.members.forEach(([name, value], at) => visit(placeIn(node.members, at, value, (other) => [name, other])));
    }
  };
  visit({ node: root.node, replace: (value) => (root.node = value), remove: () => undefined, add: () => undefined });
  return places;
}

function placeIn<Entry>(entries: Entry[], at: number, node: JsonNode, entryOf: (value: JsonNode) => Entry): Place {
  return {
    node,
    replace: (value) => (entries[at] = entryOf(value)),
    remove: () => entries.splice(at, 1),
    add: (value) => entries.splice(at + 1, 0, entryOf(value)),
  };
}
