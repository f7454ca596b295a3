/** Answers that exhaust a client which does not limit them. */
import { type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { type SourceKind } from '@gateway/core';

import { type Answer, type Call } from './call.js';

/** What an adapter of any kind still reads. */
const FLOOD_BYTES = 4_000_000;
const HUGE_BYTES = 200_000_000;
const BOMB_BYTES = 10_000_000;
const ENDLESS_PAGE = 1_000;

/** An interim response (RFC 8297). */
export const INTERIM = Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n');
/** A chunk of a body with one space (RFC 9112, section 7.1). */
export const ONE_BYTE_CHUNK = Buffer.from('1\r\n \r\n');

/** The name of the id, and the fields of a record that will not change. */
interface Endless {
  readonly id: string;
  readonly ended: object;
}

const CLUSTERS: Endless = { id: 'uuid', ended: {} };
const JOBS: Readonly<Record<SourceKind, Endless>> = {
  ontap: { id: 'uuid', ended: { state: 'success' } },
  'service-engine': { id: 'id', ended: { status: 'successful' } },
  'unified-manager': { id: 'key', ended: { state: 'completed', status: 'normal' } },
};

/** 4 MB of opening brackets as JSON. */
export function bracketsAnswer(): Answer {
  return ok('['.repeat(FLOOD_BYTES));
}

/** 1.3 million empty objects as records. */
export function tinyValues(): Answer {
  return ok(`{"records":[${'{},'.repeat(1_333_000)}{}]}`);
}

/** The answer with further headers of ten bytes each. */
export function withHeaders(answer: Answer, count: number): Answer {
  const added = Array.from({ length: count }, (_, index) => [`x${index}`, '1'] as const);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(added) } };
}

/** Sends 200 MB of JSON. */
export function sendHuge(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': HUGE_BYTES });
  // The client is expected to abort the download.
  pipeline(Readable.from(hugeBody()), response, () => undefined);
}

function* hugeBody(): Generator<Buffer> {
  const begin = Buffer.from('{"records":["');
  const end = Buffer.from('"]}');
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let left = HUGE_BYTES - begin.length - end.length;
  yield begin;
  for (; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
  yield end;
}

/** Sends a small body that becomes 10 MB of spaces. */
export function gzipBomb(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  response.end(gzipSync(Buffer.alloc(BOMB_BYTES, ' ')));
}

/** Writes the bytes to the connection again and again until it is closed. */
export function flood({ socket }: ServerResponse, bytes: Buffer): void {
  const burst = Buffer.concat(Array.from({ length: 1_000 }, () => bytes));
  function more(): void {
    while (socket?.writable && socket.write(burst));
  }
  socket?.on('drain', more);
  more();
}

/**
 * A page of 1,000 ended jobs or of clusters, copies of the first one of the answer under ids of their own, and,
 * except for Service Engine, a link to the next page. Requires an answer with a record.
 */
export function endlessPage(kind: SourceKind, call: Call, answer: Answer): Answer {
  const query = new Map(call.query);
  const start = Number(query.get('start.index') ?? query.get('offset') ?? 0);
  const body = JSON.parse(answer.body) as { records?: object[]; result?: { records: object[] } };
  const [sample] = body.result?.records ?? body.records ?? [];
  const { id, ended } = call.path.at(-1) === 'gateways' ? CLUSTERS : JOBS[kind];
  const records = Array.from({ length: ENDLESS_PAGE }, (_, index) => ({
    ...sample,
    ...ended,
    [id]: idOf(id, start + index),
  }));
  const others = call.query.filter(([name]) => name !== 'start.index');
  const next = { href: `/${call.path.join('/')}?${queryOf([['start.index', `${start + ENDLESS_PAGE}`], ...others])}` };
  const page =
    kind === 'service-engine'
      ? { ...body, result: { ...body.result, records, total_records: undefined } }
      : { ...body, records, total_records: undefined, _links: { next } };
  return { ...answer, body: JSON.stringify(page) };
}

function queryOf(parameters: readonly (readonly [string, string])[]): string {
  return parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

function idOf(name: string, number: number): string {
  const digits = number.toString(16).padStart(12, '0');
  return name === 'uuid' ? `e0d1e55a-0000-0000-0000-${digits}` : digits;
}

function ok(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}
