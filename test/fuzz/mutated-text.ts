/** Changes of JSON texts and of bytes. A change is plain data, so that fast-check can shrink and print it. */
import fc from 'fast-check';

import { type JsonNode, placesIn, textOf, treeOf } from './json-tree.js';

/** A change of a document; `at` and `from` choose places in it. */
export type JsonChange =
  | { readonly change: 'replace' | 'duplicate'; readonly at: number; readonly text: string }
  | { readonly change: 'remove'; readonly at: number }
  | { readonly change: 'copy'; readonly from: number; readonly at: number }
  | { readonly change: 'repeat'; readonly at: number; readonly times: number }
  | { readonly change: 'nest'; readonly at: number; readonly depth: number; readonly isList: boolean }
  | { readonly change: 'member'; readonly at: number; readonly name: string; readonly text: string };

/** A change of bytes; `at` is a place in thousandths of the length. */
export type ByteChange =
  | { readonly change: 'flip'; readonly at: number; readonly mask: number }
  | { readonly change: 'delete'; readonly at: number; readonly length: number }
  | { readonly change: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly change: 'cut'; readonly at: number }
  | { readonly change: 'twice' }
  | { readonly change: 'encode'; readonly as: 'utf16le' | 'latin1' | 'mark' };

/** Texts of JSON values that code may not expect. */
const ODD_JSON = [
  ...['null', 'true', 'false', '0', '-1', '0.5', '-0', '1e308', '1e999', '-1e999', '9007199254740993', '4294967296'],
  ...['9'.repeat(400), '""', '" "', '[]', '{}', '[[]]', '[null]', '{"":""}', '{"href":{}}', '{"code":-1}'],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"\\u202e\\u2066x"', '"a\\u0301\\u0301"', '"\\ufeff"', '"\u2028"'],
  ...['"<script>alert(1)</script>"', '"%s%n${x}{{x}}"', '"../../etc"', '"\\r\\nSet-Cookie: a=b"', '"__proto__"'],
  ...[`"${'x'.repeat(5_000)}"`, `"${'é'.repeat(70_000)}"`, `[${'0,'.repeat(11_000)}0]`, '"\\u00"', 'undefined', 'NaN'],
  ...['"2026-02-30T00:00:00Z"', '"0001-01-01T00:00:00Z"', '"+275760-09-13T00:00:00Z"', '"2026-01-15T11:59:60Z"'],
];

/** Names of members that have a meaning to JavaScript. */
const ODD_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
  'then',
  'length',
  'hasOwnProperty',
  '',
];

const at = fc.nat(9_999);

/** Any change; `texts` are further JSON texts to put into the document, which is what changes do most. */
export function jsonChange(texts: readonly string[]): fc.Arbitrary<JsonChange> {
  const text = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...texts) },
    { weight: 2, arbitrary: fc.constantFrom(...ODD_JSON) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.nat(0xffff), { maxLength: 40 })
        .map((units) => JSON.stringify(String.fromCharCode(...units))),
    },
  );
  const named = fc.oneof(fc.constantFrom(...ODD_NAMES), fc.string({ maxLength: 5 }));
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ change: fc.constantFrom('replace' as const), at, text }) },
    { weight: 2, arbitrary: fc.record({ change: fc.constant('duplicate' as const), at, text }) },
    { weight: 2, arbitrary: fc.record({ change: fc.constant('remove' as const), at }) },
    { weight: 2, arbitrary: fc.record({ change: fc.constant('copy' as const), from: at, at }) },
    { weight: 1, arbitrary: fc.record({ change: fc.constant('repeat' as const), at, times: fc.nat(150) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        change: fc.constant('nest' as const),
        at,
        depth: fc.constantFrom(1, 2, 100, 9_000, 20_000),
        isList: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ change: fc.constant('member' as const), at, name: named, text }) },
  );
}

/** Any change of bytes. */
export const byteChange: fc.Arbitrary<ByteChange> = fc.oneof(
  fc.record({ change: fc.constant('flip' as const), at, mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ change: fc.constant('delete' as const), at, length: fc.integer({ min: 1, max: 50 }) }),
  fc.record({
    change: fc.constant('insert' as const),
    at,
    bytes: fc.array(fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[],:\0\n'))), {
      minLength: 1,
      maxLength: 20,
    }),
  }),
  fc.record({ change: fc.constant('cut' as const), at }),
  fc.record({ change: fc.constant('twice' as const) }),
  fc.record({ change: fc.constant('encode' as const), as: fc.constantFrom('utf16le' as const, 'latin1', 'mark') }),
);

/** The JSON text of a value after changes. */
export function changedJson(value: unknown, changes: readonly JsonChange[]): string {
  const root = { node: treeOf(value) };
  for (const change of changes) applyTo(root, change);
  return textOf(root.node);
}

function applyTo(root: { node: JsonNode }, change: JsonChange): void {
  const places = placesIn(root);
  const place = places[change.at % places.length];
  if (place === undefined) return;
  const { node } = place;
  switch (change.change) {
    case 'replace':
      return void place.replace({ text: change.text });
    case 'duplicate':
      return void place.add({ text: change.text });
    case 'remove':
      return void place.remove();
    case 'copy':
      return void place.replace({ text: textOf((places[change.from % places.length] ?? place).node) });
    case 'repeat':
      return void place.replace({ items: Array<JsonNode>(change.times).fill({ text: textOf(node) }) });
    case 'nest': {
      const [open, close] = change.isList ? ['[', ']'] : ['{"a":', '}'];
      return void place.replace({ text: open.repeat(change.depth) + textOf(node) + close.repeat(change.depth) });
    }
    case 'member':
      if ('members' in node) node.members.push([change.name, { text: change.text }]);
      return;
    default:
      return change satisfies never;
  }
}

/** The bytes after changes. */
export function changedBytes(bytes: Buffer, changes: readonly ByteChange[]): Buffer {
  return changes.reduce(afterChange, bytes);
}

function afterChange(bytes: Buffer, change: ByteChange): Buffer {
  const from = 'at' in change ? Math.floor((change.at / 10_000) * bytes.length) : 0;
  switch (change.change) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (from < copy.length) copy[from] = (copy[from] as number) ^ change.mask;
      return copy;
    }
    case 'delete':
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + change.length)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(change.bytes), bytes.subarray(from)]);
    case 'cut':
      return bytes.subarray(0, from);
    case 'twice':
      return Buffer.concat([bytes, bytes]);
    case 'encode':
      return change.as === 'mark'
        ? Buffer.concat([Buffer.from('\uFEFF'), bytes])
        : Buffer.from(bytes.toString('utf8'), change.as);
    default:
      return change satisfies never;
  }
}
