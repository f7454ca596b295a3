import { isAlias, isCollection, isMap, isPair, isScalar, type Node, type YAMLMap, type YAMLSeq } from 'yaml';

import { YamlFault } from './yaml-fault.js';

/** Later steps compare each key with all keys of its mapping. */
const MAX_KEYS = 1_000;
/** To resolve an alias, the library reads all anchors and aliases before it. */
const MAX_ANCHORS = 10_000;
/** The largest file that is no attack has a fifth of it: 5,000 sources with name, kind, url and a login have 8 each. */
const MAX_VALUES = 200_000;

/**
 * Checks what the parser does not: the keys, and the number of values that the document has once each alias is replaced
 * by what it stands for. Takes time in proportion to the text. Throws a `YamlFault` for the first place.
 */
export function checkNodes(root: Node | null): void {
  /** The number of values below each anchor so far. */
  const sizes = new Map<string, number>();
  let anchors = 0;
  sizeOf(root);

  function sizeOf(node: unknown): number {
    if (isAlias(node)) return sizeOfAlias(node, node.source);
    const { anchor } = (node ?? {}) as { readonly anchor?: string };
    // An alias to what it is part of stands for nothing more; `substitute` reports it.
    if (anchor !== undefined) keep(node, anchor, 1);
    const size = isCollection(node) ? sizeOfParts(node) : 1;
    if (anchor !== undefined) sizes.set(anchor, size);
    return size;
  }

  function sizeOfParts(node: YAMLMap | YAMLSeq): number {
    if (isMap(node)) checkKeys(node);
    let size = 1;
    for (const item of node.items) {
      // A key does not count, but aliases can stand for it.
      if (isPair(item)) sizeOf(item.key);
      const part: unknown = isPair(item) ? item.value : item;
      size += sizeOf(part);
      if (size > MAX_VALUES) throw tooLarge(part, `more than ${MAX_VALUES} values, counting what aliases stand for`);
    }
    return size;
  }

  function sizeOfAlias(alias: Node, anchor: string): number {
    const size = sizes.get(anchor);
    if (size === undefined) throw invalid(alias, 'alias without its anchor before it');
    keep(alias, anchor, size);
    return size;
  }

  function keep(node: unknown, anchor: string, size: number): void {
    anchors += 1;
    if (anchors > MAX_ANCHORS) throw tooLarge(node, `more than ${MAX_ANCHORS} anchors and aliases`);
    sizes.set(anchor, size);
  }
}

function checkKeys(mapping: YAMLMap): void {
  const keys = new Set<string>();
  if (mapping.items.length > MAX_KEYS) throw tooLarge(mapping, `mapping of more than ${MAX_KEYS} keys`);
  for (const { key } of mapping.items) {
    if (!isScalar(key)) throw invalid(key, 'key that is not a text');
    const name = String(key.value);
    if (keys.has(name)) throw invalid(key, 'duplicate key');
    keys.add(name);
  }
}

function invalid(node: unknown, detail: string): YamlFault {
  return new YamlFault('not valid YAML', detail, offsetOf(node));
}

function tooLarge(node: unknown, detail: string): YamlFault {
  return new YamlFault('too large', detail, offsetOf(node));
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
