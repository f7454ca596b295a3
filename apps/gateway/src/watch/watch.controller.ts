import { systemClock } from '@gateway/core';
import { ViewReplicator } from '@gateway/view';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { callerKey } from '../access/caller-key.js';
import { closedSignal, onceClosed } from '../http/closed-signal.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { DescribeWatch } from './watch.openapi.js';
import { WatchHub } from './watch-hub.js';
import { WatchLimits } from './watch-limits.js';
import { readWatchRequest } from './watch-request.js';

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
  async watch(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { headers, method, url } = http;
    const request = readWatchRequest(queryOf(url), headers['last-event-id']?.toString(), systemClock.now());
    if (request.after !== undefined) await this.#checkRevision(request.after, request.list, closedSignal(reply.raw));
    reply.headers(STREAM_HEADERS);
    if (method === 'HEAD') return void reply.send();
    onceClosed(reply.raw, this.limits.take(callerKey(http)));
    const allHeaders = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    this.hub.open(reply.raw.writeHead(200, allHeaders), request.selection, request.after);
  }

  /** Throws a `Problem` if the stream cannot resume after the revision. */
  async #checkRevision(after: string, list: string, closed: AbortSignal): Promise<void> {
    if (await this.hub.reaches(after, closed)) return;
    if (!this.replicator.isCaughtUp()) {
      throw new Problem('not-ready', 'the view is not caught up with the change log', { retryAfterSeconds: 1 });
    }
    const detail =
      "the changes after this revision are not available; list the jobs and watch from the list's revision";
    throw new Problem('revision-gone', detail, { target: 'after', list });
  }
}
