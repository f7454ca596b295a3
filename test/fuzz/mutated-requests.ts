/** Requests that are almost right, as the bytes of a connection. */
import fc from 'fast-check';

import { type ByteChange, byteChange, changedBytes, changedJson, type JsonChange, jsonChange } from './mutated-text.js';

/** A request before its bytes are changed. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  /** Pairs as they are written. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: { readonly type: string; readonly json: readonly JsonChange[]; readonly length: number } | undefined;
  readonly bytes: readonly ByteChange[];
}

/** Ids of jobs and sources that exist, and ids that do not. */
const IDS = ['east~job-1', 'east~job-2', 'job-1', 'east~nothing', 'nowhere~job-1', 'engine~job-1', 'manager~job-1'];
const ODD_TEXTS = [
  ...[
    '',
    '~',
    '.',
    '..',
    '%2e%2e',
    '%2F',
    '%00',
    '%ff',
    '%zz',
    '%',
    '*',
    '!',
    '|',
    '"',
    '""',
    '"a|b*"',
    '{',
    '}',
    'a{b',
    '<',
    '>=',
    '..',
    '1..',
    '..1',
  ],
  ...[
    '__proto__',
    'constructor',
    'null',
    '!null',
    'NaN',
    '-1',
    '1e999',
    '99999999999999999999',
    '٣',
    'ä',
    '%F0%9F%98%80',
    '%ED%A0%80',
    '+',
    '%0d%0aX:y',
  ],
  ...[
    '2026-01-01T00:00:00Z',
    '>-2h',
    '<+999999d',
    '2026-02-30',
    '>2026-01-01T00:00:00+99:99',
    'a'.repeat(3_000),
    '!'.repeat(500),
    '*'.repeat(300),
  ],
  ...[
    'running|queued',
    'east*',
    '!svm1',
    '60..600',
    'state,source.name',
    '*,!tasks',
    'created_time desc',
    'svm{name,uuid}',
    'error{arguments{code}}',
  ],
];
const NAMES = [
  ...[
    'state',
    'source.name',
    'source.labels.site',
    'svm.name',
    'description',
    'code',
    'end_time',
    'created_time',
    'duration_seconds',
    'id',
    'terminal',
  ],
  ...[
    'fields',
    'order_by',
    'max_records',
    'return_records',
    'start',
    'query',
    'group_by',
    'interval',
    'percentiles',
    'time',
    'after',
    'action',
    'dry_run',
    'confirm',
    'wait',
  ],
  ...[
    'return_timeout',
    'tasks.name',
    'error.message',
    '__proto__',
    'constructor.prototype',
    'toString',
    'no_such',
    '',
    'status',
    'kind',
    'by.name',
  ],
];
const PATHS = [
  ...[
    '/api/jobs',
    '/api/jobs/summary',
    '/api/jobs/watch',
    '/api/sources',
    '/api/sources/east',
    '/api/sources/east/poll',
    '/api/actions',
  ],
  ...[
    '/api/cluster/jobs',
    '/api/cluster',
    '/api/me',
    '/api/session',
    '/api/bulk-actions/1',
    '/health/live',
    '/health/ready',
    '/metrics',
  ],
  ...[
    '/openapi.json',
    '/docs',
    '/docs/errors',
    '/docs/../api/jobs',
    '/',
    '//api/jobs',
    '/api',
    '/API/JOBS',
    '/api/jobs/',
    '/api/jobs//',
  ],
  ...IDS.flatMap((id) => [`/api/jobs/${id}`, `/api/jobs/${id}/history`, `/api/cluster/jobs/${id}`]),
];
const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['Accept', ['application/json', 'application/hal+json', 'text/html', '*/*;q=0', ',', 'a/b;q=x', 'x'.repeat(2_000)]],
  ['Accept-Encoding', ['gzip', 'br;q=1, gzip;q=0', '*', 'identity;q=0', ';;', 'gzip;q=9']],
  ['If-None-Match', ['*', 'W/"x"', '"', 'x'.repeat(4_000), '"a", "b"']],
  ['Prefer', ['wait=0', 'wait=-1', 'wait=x', 'wait', 'respond-async, wait=0']],
  ['Authorization', ['Bearer x', 'Basic !!!', 'Basic', 'Bearer', 'Digest a=b', `Bearer ${'y'.repeat(5_000)}`]],
  ['Cookie', ['session=x', '__proto__=1', 'a=%zz; a=b', ';;;=']],
  ['X-Dot-SVM-Name', ['svm1', '', '"*"', 'ä']],
  ['X-Dot-SVM-UUID', ['1', '*']],
  ['Last-Event-ID', ['1-1', 'x', '99999999999999-0', '-']],
  ['Idempotency-Key', ['k1', '', 'k'.repeat(300), '\u0001']],
  ['X-Request-Id', ['id', '<b>', '']],
  ['X-Forwarded-For', ['10.0.0.1', 'x, y', '[::1]:99999']],
  ['Origin', ['http://evil.example', 'null', '']],
  ['Content-Length', ['0', '5', '-1', '99999999999999999999', '0x10']],
  ['Transfer-Encoding', ['chunked', 'gzip, chunked', 'identity', 'x']],
  ['Expect', ['100-continue', 'magic']],
  ['Upgrade', ['websocket', 'h2c']],
  ['Connection', ['keep-alive', 'Upgrade', 'close, x']],
  ['__proto__', ['x']],
  ['Range', ['bytes=0-1', 'bytes=-']],
];
const METHODS = [
  'GET',
  'GET',
  'GET',
  'GET',
  'PATCH',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'FETCH',
  '',
];
const TYPES = [
  'application/json',
  'application/merge-patch+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
  'application/json; charset=utf-16',
];
/** A body with all that a route may read of one. */
const BODY = { action: 'cancel', job: { id: 'east~job-1' }, list: [1, 'a', null], nested: { a: { b: {} } } };

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map(encodeURIComponent) },
  // Bytes as they are: one character is one byte.
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0x21, max: 0xff }), { maxLength: 10 })
      .map((units) => String.fromCharCode(...units)),
  },
);
const path = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('/api/jobs/', '/api/sources/', '/api/cluster/jobs/', '/docs/', '/'), text)
      .map((parts) => parts.join('')),
  },
);
const action = fc.constantFrom('pause', 'resume', 'cancel', 'x').map((value) => ['action', value] as const);
const query = fc.array(
  fc.oneof(
    fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: text }), text),
    action,
  ),
  { maxLength: 4 },
);
const header = fc
  .constantFrom(...HEADERS)
  .chain(([name, values]) => fc.oneof(fc.constantFrom(...values), text).map((value) => [name, value] as const));

/** Any request. */
export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.record({
  method: fc.constantFrom(...METHODS),
  path,
  query,
  headers: fc.array(header, { maxLength: 3 }),
  body: fc.option(
    fc.record({
      type: fc.constantFrom(...TYPES),
      json: fc.array(jsonChange(ODD_TEXTS.map((each) => JSON.stringify(each))), { maxLength: 3 }),
      length: fc.constantFrom(0, 0, 0, 0, -1, 1, 100_000),
    }),
    { nil: undefined, freq: 2 },
  ),
  bytes: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(byteChange, { minLength: 1, maxLength: 3 }) },
  ),
});

/** The bytes of a request. `length` of its body makes the announced length wrong by as much. */
export function bytesOf({ body, bytes, headers, method, path: target, query: pairs }: FuzzRequest): Buffer {
  const search = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const content = body === undefined ? Buffer.alloc(0) : Buffer.from(changedJson(BODY, body.json));
  const announced =
    body === undefined
      ? []
      : [`Content-Type: ${body.type}`, `Content-Length: ${Math.max(0, content.length + body.length)}`];
  const lines = [
    `${method} ${target}${search === '' ? '' : `?${search}`} HTTP/1.1`,
    ...['Host: x', 'Connection: close', ...headers.map(([name, value]) => `${name}: ${value}`), ...announced],
  ];
  return changedBytes(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content]), bytes);
}
