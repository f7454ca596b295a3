/** The faults that a simulated backend can be given. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';

import { type Answer, type Call, json } from './call.js';
import { type CallKind, type Dialect, type Route } from './dialect.js';
import {
  bracketsAnswer,
  endlessPage,
  flood,
  gzipBomb,
  INTERIM,
  ONE_BYTE_CHUNK,
  sendHuge,
  tinyValues,
  withHeaders,
} from './floods.js';

/** Faults without parameters. */
export const PLAIN_FAULTS = [
  'hang', // no answer
  'headers-then-hang', // status and headers of the correct answer without its body
  'drip', // the correct answer, one byte every 100 ms
  'html', // a web page with status 200
  'html-504', // the error page of a proxy
  'truncated', // the first half of the correct answer as a complete HTTP message
  'huge', // 200 MB of JSON
  'unauthorized', // the dialect's 401 for any login
  'forbidden', // the dialect's 403, with code 6 if it has codes
  'error-500',
  'reset', // a connection reset instead of an answer
  'reset-idle', // the second request on a connection resets it, as when it races with an idle timeout
  'next-repeats', // the next page of a list is the same page; Service Engine returns its first page at any offset
  'array', // JSON, but an array
  'brackets', // 4 MB of opening brackets
  'tiny-values', // 4 MB of empty objects as records
  'many-headers', // the correct answer with 1,500 further headers
  'interim-responses', // responses with status 103 without end
  'tiny-chunks', // a body in chunks of one byte, without end
  'gzip-bomb', // 10 kB of gzip that become 10 MB
  'endless-list', // every page of a list has a next one, with new records; Service Engine has them at any offset
  'down', // the port is closed
] as const;

/** Faults with parameters. `to` is the origin of another host. @default http://127.0.0.1:9 */
type DetailedFault =
  | { readonly kind: 'throttle'; readonly status?: 429 | 503; readonly retryAfter?: number | string }
  | { readonly kind: 'redirect' | 'next-to-other-host'; readonly to?: string }
  | { readonly kind: 'clock-offset'; readonly ms: number };

/** The names of all faults. */
export const FAULT_KINDS = [...PLAIN_FAULTS, 'throttle', 'redirect', 'next-to-other-host', 'clock-offset'] as const;

/** The requests that a fault applies to, by default all. Limits do not apply to `down` and `clock-offset`. */
export interface FaultLimits {
  readonly calls?: readonly CallKind[];
  /** Only requests about the job with this native id. */
  readonly job?: string;
  /** The fault ends after this number of requests. */
  readonly times?: number;
  /**
   * The request is processed and only its answer is lost. Always true for faults that send part of the correct
   * answer.
   */
  readonly carriedOut?: boolean;
}

/** A fault and its limits. `retryAfter` is a number of seconds, or the text of the header, such as an HTTP date. */
export type Fault = FaultLimits & (DetailedFault | { readonly kind: (typeof PLAIN_FAULTS)[number] });

/** The current fault of a backend: at most one. */
export class FaultSwitch {
  #fault: Fault | undefined;
  #left = Infinity;

  get current(): Fault | undefined {
    return this.#fault;
  }

  set(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#left = fault?.times ?? Infinity;
  }

  /** The fault that applies to this request, if any. The request counts towards its `times`. */
  take(route: Route, reusedConnection: boolean): Fault | undefined {
    const fault = this.#fault;
    if (fault === undefined || fault.kind === 'down' || fault.kind === 'clock-offset') return undefined;
    if (fault.kind === 'reset-idle' && !reusedConnection) return undefined;
    const isOfLists = fault.kind.startsWith('next-') || fault.kind === 'endless-list';
    if (isOfLists && route.call !== 'list' && route.call !== 'clusters') return undefined;
    if (fault.calls !== undefined && !fault.calls.includes(route.call)) return undefined;
    if (fault.job !== undefined && fault.job !== route.nativeId) return undefined;
    this.#left -= 1;
    if (this.#left <= 0) this.#fault = undefined;
    return fault;
  }
}

/** A request that a fault applies to. `answer` processes the request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly call: Call;
  readonly dialect: Dialect;
  answer(call: Call): Answer;
  send(answer: Answer): void;
}

const ELSEWHERE = 'http://127.0.0.1:9';
const DRIP_INTERVAL_MS = 100;
const PAGE =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>planted-backend-html</h1></body></html>';

/** Answers a request as the fault requires, or not at all. */
export function applyFault(fault: Fault, exchange: Exchange): void {
  const { call, dialect } = exchange;
  if (fault.carriedOut === true && !needsAnswer(fault)) exchange.answer(call);
  switch (fault.kind) {
    case 'hang':
    case 'down':
    case 'clock-offset':
      return;
    case 'headers-then-hang':
      return head(exchange, exchange.answer(call));
    case 'drip':
      return drip(exchange, exchange.answer(call));
    case 'truncated':
      return exchange.send(halved(exchange.answer(call)));
    case 'html':
      return exchange.send(page(200));
    case 'html-504':
      return exchange.send(page(504));
    case 'array':
      return exchange.send(json(200, [{ planted: true }]));
    case 'huge':
      return sendHuge(exchange.response);
    case 'brackets':
      return exchange.send(bracketsAnswer());
    case 'tiny-values':
      return exchange.send(tinyValues());
    case 'gzip-bomb':
      return gzipBomb(exchange.response);
    case 'many-headers':
      return exchange.send(withHeaders(exchange.answer(call), 1_500));
    case 'interim-responses':
      return flood(exchange.response, INTERIM);
    case 'tiny-chunks':
      exchange.response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      return flood(exchange.response, ONE_BYTE_CHUNK);
    case 'endless-list':
      return exchange.send(endlessPage(dialect.kind, call, exchange.answer(call)));
    case 'unauthorized':
      return exchange.send(dialect.refuse('unauthorized'));
    case 'forbidden':
      return exchange.send(dialect.refuse('forbidden'));
    case 'error-500':
      return exchange.send(dialect.refuse('failed'));
    case 'throttle':
      return exchange.send(throttled(dialect, fault.status ?? 429, fault.retryAfter));
    case 'reset':
    case 'reset-idle':
      return reset(exchange.request);
    case 'redirect':
      return exchange.send(redirected(`${fault.to ?? ELSEWHERE}${call.target}`));
    case 'next-to-other-host':
      return exchange.send(withNext(exchange.answer(call), `${fault.to ?? ELSEWHERE}${call.target}`));
    case 'next-repeats':
      return exchange.send(repeating(exchange));
    default:
      fault satisfies never;
  }
}

/** True for a fault that leaves the request open until the client closes it. */
export function isHeld({ kind }: Fault): boolean {
  return kind === 'hang' || kind === 'headers-then-hang';
}

function needsAnswer(fault: Fault): boolean {
  const sending = ['headers-then-hang', 'drip', 'truncated', 'next-to-other-host', 'next-repeats'];
  return [...sending, 'many-headers', 'endless-list'].includes(fault.kind);
}

function page(status: number): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: PAGE };
}

function halved(answer: Answer): Answer {
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
}

function redirected(location: string): Answer {
  return { status: 302, headers: { Location: location }, body: '' };
}

function throttled(dialect: Dialect, status: number, retryAfter: number | string | undefined): Answer {
  const answer = dialect.refuse('throttled');
  if (retryAfter === undefined) return { ...answer, status };
  return { ...answer, status, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}

function repeating(exchange: Exchange): Answer {
  const { call, dialect } = exchange;
  if (dialect.kind !== 'service-engine') return withNext(exchange.answer(call), call.target);
  return exchange.answer({ ...call, query: call.query.filter(([name]) => name !== 'offset') });
}

function withNext(answer: Answer, href: string): Answer {
  if (answer.status !== 200) return answer;
  const body = JSON.parse(answer.body) as { _links?: object };
  return { ...answer, body: JSON.stringify({ ...body, _links: { ...body._links, next: { href } } }) };
}

function head({ response }: Exchange, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) });
  response.flushHeaders();
}

function drip(exchange: Exchange, answer: Answer): void {
  const { response } = exchange;
  const bytes = Buffer.from(answer.body);
  let sent = 0;
  head(exchange, answer);
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + 1));
    sent += 1;
    if (sent >= bytes.length) response.end();
  }, DRIP_INTERVAL_MS);
  response.once('close', () => clearInterval(timer));
}

function reset({ socket }: IncomingMessage): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
