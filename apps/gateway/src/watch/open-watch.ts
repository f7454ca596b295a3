import { systemClock } from '@gateway/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { callerKey } from '../access/request-access.js';
import { accessOf } from '../access/request-access.js';
import { onceClosed } from '../http/closed-signal.js';
import { type WatchedRecord, type WatchSelection } from './watch-chunks.js';
import { type WatchLimits } from './watch-limits.js';
import { type WatchStreams } from './watch-streams.js';

/** `X-Accel-Buffering` disables the buffering of responses in nginx. */
const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };

/** A watch that a request may open. */
export interface AllowedWatch<R extends WatchedRecord> {
  readonly streams: WatchStreams<R>;
  readonly limits: WatchLimits;
  readonly selection: WatchSelection<R>;
  /** A revision that `WatchStreams.reaches` has checked. */
  readonly after: string | undefined;
  /** False once the client may see other sources than those of the selection; it is cut off then. */
  readonly isScopeCurrent: () => boolean;
}

/** Answers a request with a stream, which ends with the login. Throws a `Problem` if the caller has too many. */
export function openWatch<R extends WatchedRecord>(
  request: FastifyRequest,
  reply: FastifyReply,
  { after, isScopeCurrent, limits, selection, streams }: AllowedWatch<R>,
): void {
  const access = accessOf(request);
  reply.headers(STREAM_HEADERS);
  if (request.method === 'HEAD') return void reply.send();
  onceClosed(reply.raw, limits.take(callerKey(request)));
  const allHeaders = reply.getHeaders() as Record<string, string>;
  reply.isHeld = true;
  reply.hijack();
  const session = streams.open(reply.raw.writeHead(200, allHeaders), selection, after, isScopeCurrent);
  if (session === undefined) return;
  // A login that has expired may be followed by one for the same sources; other rules may give others.
  const hasExpired = (): boolean => access.expiresAt !== undefined && access.expiresAt <= systemClock.now();
  const removeEnd = access.onEnd(() => (hasExpired() ? session.finish() : session.cutOffFromScope()));
  onceClosed(reply.raw, removeEnd);
}
