import { systemClock } from '@gateway/core';
import { ViewReplicator } from '@gateway/view';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf, callerKey } from '../access/request-access.js';
import { closedSignal, onceClosed } from '../http/closed-signal.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { DescribeWatch } from './watch.openapi.js';
import { WatchHub } from './watch-hub.js';
import { WatchLimits } from './watch-limits.js';
import { readWatchRequest, type WatchRequest } from './watch-request.js';

/** `X-Accel-Buffering` disables the buffering of responses in nginx. */
const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };

/** The stream of changes. */
@ApiTags('jobs')
@Controller('api/jobs/watch')
export class WatchController {
  constructor(
    private readonly hub: WatchHub,
    private readonly replicator: ViewReplicator,
    private readonly limits: WatchLimits,
  ) {}

  @Get()
  @DescribeWatch()
  async watch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const access = accessOf(request);
    const scope = access.scope('viewer');
    const lastEventId = request.headers['last-event-id']?.toString();
    const watch = readWatchRequest(queryOf(request.url), lastEventId, systemClock.now(), scope);
    if (watch.after !== undefined) await this.#checkRevision(watch.after, watch, closedSignal(reply.raw));
    reply.headers(STREAM_HEADERS);
    if (request.method === 'HEAD') return void reply.send();
    onceClosed(reply.raw, this.limits.take(callerKey(request)));
    const allHeaders = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    const isScopeCurrent = (): boolean => access.scope('viewer')?.key === scope?.key;
    const session = this.hub.open(reply.raw.writeHead(200, allHeaders), watch.selection, watch.after, isScopeCurrent);
    if (session === undefined) return;
    // A login that has expired may be followed by one for the same sources; other rules may give others.
    const hasExpired = (): boolean => access.expiresAt !== undefined && access.expiresAt <= systemClock.now();
    const removeEnd = access.onEnd(() => (hasExpired() ? session.finish() : session.cutOffFromScope()));
    onceClosed(reply.raw, removeEnd);
  }

  /** Throws a `Problem` if the stream cannot resume after the revision. */
  async #checkRevision(after: string, { list, selection }: WatchRequest, closed: AbortSignal): Promise<void> {
    if (await this.hub.reaches(after, selection.scope, closed)) return;
    if (!this.replicator.isCaughtUp()) {
      throw new Problem('not-ready', 'the view is not caught up with the change log', { retryAfterSeconds: 1 });
    }
    const detail =
      "the changes after this revision are not available; list the jobs and watch from the list's revision";
    throw new Problem('revision-gone', detail, { target: 'after', list });
  }
}
