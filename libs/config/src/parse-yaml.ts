import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
} from 'yaml';

import { checkNodes } from './check-nodes.js';
import { YamlFault } from './yaml-fault.js';

const MAX_DEPTH = 100;
/** Each takes some 100 bytes until it is composed. 4,000 sources have 370,000. */
const MAX_LEXEMES = 500_000;

/** The library composes nested collections recursively, and a stack that is full can end the whole process. */
class BoundedParser extends Parser {
  #lexemes = 0;

  override *next(source: string): Generator<CST.Token, void> {
    yield* super.next(source);
    this.#lexemes += 1;
    if (this.#lexemes > MAX_LEXEMES) throw new YamlFault('too large', 'too many words and signs', this.offset);
    if (this.stack.length > MAX_DEPTH) {
      throw new YamlFault('too large', `collections in more than ${MAX_DEPTH} others`, this.offset);
    }
  }
}

/** A text that was parsed. */
export interface ParsedYaml {
  /** The value, with shared objects for aliases. */
  readonly value: unknown;
  /** The offset of the value at these keys, or of the innermost value around it. */
  readonly offsetAt: (keys: readonly string[]) => number;
}

/** Parses a text that holds one YAML document. Throws a `YamlFault`. */
export function parseYaml(text: string, lines: LineCounter): ParsedYaml {
  const document = composeOne(text, lines);
  const [error] = [...document.errors, ...document.warnings];
  if (error) throw invalid(error.code.toLowerCase().replaceAll('_', ' '), error.pos[0]);
  checkNodes(document.contents);
  // The library's own limit counts aliases, not the values that they stand for.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  return { value, offsetAt: (keys) => offsetAt(document.contents, keys) };
}

/**
 * The value at one key of the mapping that a text holds; `undefined` if there is none. Syntax errors elsewhere in the text
 * have no effect. Throws a `YamlFault`.
 */
export function parseMember(text: string, key: string): unknown {
  const document = composeOne(text, new LineCounter());
  const node: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  return isNode(node) ? node.toJS(document) : undefined;
}

function offsetAt(root: Node | null, keys: readonly string[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const key of keys) {
    node = isCollection(node) ? node.get(isSeq(node) ? Number(key) : key, true) : undefined;
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function composeOne(text: string, lines: LineCounter): Document.Parsed<ParsedNode> {
  // The library compares each key with all keys of its mapping; `checkNodes` finds duplicates with less work.
  const composer = new Composer({ uniqueKeys: false });
  const documents = composer.compose(new BoundedParser(lines.addNewLine).parse(text), true, text.length);
  const [document, other] = [documents.next().value, documents.next().value];
  if (!document) throw invalid('no document', 0);
  if (other && document.errors.length === 0) throw invalid('multiple docs', other.range[0]);
  return document;
}

function invalid(detail: string, offset: number): YamlFault {
  return new YamlFault('not valid YAML', detail, offset);
}
