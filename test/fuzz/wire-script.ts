/** The responses of a backend: those of a fixture case, of which some are changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { type SourceKind } from '@gateway/core';
import fc from 'fast-check';

import { type ByteChange, byteChange, changedBytes, changedJson, type JsonChange, jsonChange } from './mutated-text.js';
import { STATE_WORDS } from './state-words.js';

/** A call of an adapter, as in `call.json` of a fixture case. */
export interface Call {
  readonly login?: 'basic' | 'bearer';
  readonly poll?: { readonly cursor?: string };
  readonly get?: string;
  readonly act?: readonly [string, 'pause' | 'resume' | 'cancel'];
  readonly check?: object;
}

/** A fixture case, without its expected results. */
export interface FixtureCase {
  readonly name: string;
  readonly calls: readonly Call[];
  readonly responses: readonly FixtureResponse[];
}

interface FixtureResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How the bytes of a response arrive. `stalled`: half of the body, and then nothing. */
export type Delivery =
  'whole' | 'pieces' | 'cut' | 'stalled' | 'longer than announced' | 'shorter than announced' | 'not HTTP';

/** The changes of one response; `index` chooses it. */
export interface ResponseChange {
  readonly index: number;
  readonly json: readonly JsonChange[];
  readonly bytes: readonly ByteChange[];
  readonly gzip: 'none' | 'real' | 'claimed';
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly delivery: Delivery;
}

/** A response as the backend sends it. `text` is what a correct client reads; `undefined` if that is not a body. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly delivery: Delivery;
  readonly text: string | undefined;
  readonly isChanged: boolean;
}

/** The host that no adapter may contact, as fixtures and changes spell it. */
const ELSEWHERE = '{{elsewhere}}';

const ODD_HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  [
    'content-type',
    ['', 'text/html', 'application/xml', 'application/json; charset=utf-16', 'x'.repeat(5_000), 'multipart/mixed'],
  ],
  ['date', ['', 'yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '-1']],
  ['retry-after', ['-5', '99999999999999', '1e9', '0', 'Fri, 31 Dec 9999 23:59:59 GMT', 'soon']],
  ['location', [`http://${ELSEWHERE}/`, '//', 'javascript:x', '/api/cluster/jobs']],
  ['content-encoding', ['br', 'gzip, gzip', 'identity', 'deflate', 'x']],
  ['set-cookie', ['session=1', '__proto__=1']],
  ['__proto__', ['1']],
  ['link', [`<http://${ELSEWHERE}/>; rel=next`]],
];
const ODD_STATUSES = [
  200, 200, 201, 202, 204, 206, 299, 301, 302, 304, 307, 400, 401, 403, 404, 405, 409, 410, 418, 429, 499, 500, 502,
  503, 504, 599, 999,
];

const oddHeaders = fc
  .array(
    fc
      .constantFrom(...ODD_HEADERS)
      .chain(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const)),
    { maxLength: 2 },
  )
  .map((entries) => Object.fromEntries(entries));

/** Texts of this dialect that a change can put anywhere: states, links, and the bodies of errors. */
const DIALECT_TEXTS = [
  ...STATE_WORDS.map((word) => JSON.stringify(word)),
  ...[
    '/api/cluster/jobs?start=1',
    `http://${ELSEWHERE}/api`,
    `//${ELSEWHERE}/`,
    `/\\\\${ELSEWHERE}/`,
    '/api/../..',
    '/%2e%2e/',
    '@evil',
  ].map((link) => JSON.stringify(link)),
  ...['{"href":"/api/cluster/jobs?x=1"}', '{"error":{"code":"4","message":"entry does not exist","target":"uuid"}}'],
  ...[
    '{"code":458784,"message":"<b>no</b>"}',
    '"4"',
    '4',
    '{"next":{"href":5}}',
    '-7',
    '100000',
    '[{"uuid":"x"},{"id":5}]',
  ],
];

/** Changes of the responses of a case. */
export const responseChanges: fc.Arbitrary<readonly ResponseChange[]> = fc.array(
  fc.record({
    index: fc.nat(9),
    json: fc.array(jsonChange(DIALECT_TEXTS), { minLength: 1, maxLength: 4 }),
    bytes: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(byteChange, { maxLength: 3 }) },
    ),
    gzip: rarely<'none' | 'real' | 'claimed'>('none', 'real', 'claimed'),
    status: rarely<number | undefined>(undefined, ...ODD_STATUSES),
    headers: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddHeaders }),
    delivery: rarely<Delivery>(
      'whole',
      'pieces',
      'cut',
      'stalled',
      'longer than announced',
      'shorter than announced',
      'not HTTP',
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Mostly the usual value. */
function rarely<T>(usual: T, ...unusual: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...unusual) });
}

/** The fixture cases of a kind that have a response. */
export function fixtureCases(kind: SourceKind): readonly FixtureCase[] {
  const folder = `libs/adapters/src/kinds/${kind}/fixtures`;
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
      const exchanges = read('exchanges.json') as readonly { readonly response: FixtureResponse }[];
      const calls = [read('call.json')].flat() as Call[];
      return exchanges.length === 0 ? [] : [{ name, calls, responses: exchanges.map(({ response }) => response) }];
    });
}

/** The responses of a case after changes, in the order of the requests. */
export function scriptOf(
  { responses }: FixtureCase,
  changes: readonly ResponseChange[],
  elsewhere: string,
): readonly WireResponse[] {
  return responses.map((response, at) => {
    const change = changes.find(({ index }) => index % responses.length === at);
    return wireResponse(response, change, elsewhere);
  });
}

function wireResponse(given: FixtureResponse, change: ResponseChange | undefined, elsewhere: string): WireResponse {
  const { json = [], bytes: edits = [], gzip = 'none', delivery = 'whole' } = change ?? {};
  const isText = typeof given.body === 'string' || given.body === undefined;
  const body = isText ? (given.body ?? '') : changedJson(given.body, json);
  const plain = changedBytes(Buffer.from(body.replaceAll(ELSEWHERE, elsewhere)), edits);
  const bytes = gzip === 'real' ? gzipSync(plain) : plain;
  const headers = Object.entries({
    'content-type': 'application/json',
    ...given.headers,
    ...change?.headers,
    ...(gzip === 'none' ? {} : { 'content-encoding': 'gzip' }),
  }).map(([name, value]) => [name, value.replaceAll(ELSEWHERE, elsewhere)] as const);
  return {
    status: change?.status ?? given.status,
    headers: Object.fromEntries(headers),
    bytes,
    delivery,
    text: readable(plain, bytes, delivery, gzip),
    isChanged: change !== undefined,
  };
}

/** What a client reads of a body. */
function readable(plain: Buffer, bytes: Buffer, delivery: Delivery, gzip: ResponseChange['gzip']): string | undefined {
  if (gzip === 'claimed') return undefined;
  if (delivery === 'whole' || delivery === 'pieces') return plain.toString('utf8');
  const isPrefix = delivery === 'longer than announced' && gzip === 'none';
  return isPrefix ? bytes.subarray(0, announced(bytes, delivery)).toString('utf8') : undefined;
}

/** The Content-Length of a response. */
function announced(bytes: Buffer, delivery: Delivery): number {
  if (delivery === 'longer than announced') return Math.max(0, bytes.length - 7);
  return delivery === 'shorter than announced' ? bytes.length + 7 : bytes.length;
}

/** Sends a response; `onStall` is called when nothing more comes. */
export function deliver(
  { status, headers, bytes, delivery }: WireResponse,
  to: ServerResponse,
  onStall: () => void,
): void {
  const half = Math.ceil(bytes.length / 2);
  if (delivery === 'not HTTP') {
    to.socket?.end(Buffer.concat([Buffer.from('HTTP/1.1 two hundred\r\n'), bytes]));
    return;
  }
  const isChunked = delivery === 'pieces' || delivery === 'cut' || delivery === 'stalled';
  to.writeHead(status, { ...headers, ...(isChunked ? {} : { 'content-length': String(announced(bytes, delivery)) }) });
  switch (delivery) {
    case 'whole':
    case 'longer than announced':
      return void to.end(bytes);
    case 'shorter than announced':
      to.write(bytes);
      return void to.socket?.end();
    case 'pieces':
      for (let at = 0; at < bytes.length; at += half) to.write(bytes.subarray(at, at + half));
      return void to.end();
    case 'cut':
      to.write(bytes.subarray(0, half));
      setImmediate(() => to.destroy());
      return;
    case 'stalled':
      to.write(bytes.subarray(0, half));
      // A client that expects no body, as with status 204, sends its next request on the same connection.
      if (status === 204 || status === 304) to.end();
      else setImmediate(onStall);
      return;
    default:
      return delivery satisfies never;
  }
}
