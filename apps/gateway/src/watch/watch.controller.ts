import { systemClock } from '@gateway/core';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { closedSignal } from '../http/closed-signal.js';
import { Problem } from '../problems/problem.js';
import { queryOf } from '../http/request-facts.js';
import { ViewReplicator } from '@gateway/view';
import { readWatchRequest } from './watch-request.js';
import { DescribeWatch } from './watch.openapi.js';
import { WatchHub } from './watch-hub.js';

/** A proxy must neither keep nor gather what it passes on; `X-Accel-Buffering` is how nginx is told so. */
const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };

/** The stream of changes. */
@ApiTags('jobs')
@Controller('api/jobs/watch')
export class WatchController {
  constructor(
    private readonly watches: WatchHub,
    private readonly replicator: ViewReplicator,
  ) {}

  @Get()
  @DescribeWatch()
  async watch(@Req() { headers, method, url }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readWatchRequest(queryOf(url), headers['last-event-id']?.toString(), systemClock.now());
    if (asked.after !== undefined) await this.#reach(asked.after, asked.list, closedSignal(reply.raw));
    reply.headers(STREAM_HEADERS);
    if (method === 'HEAD') return void reply.send();
    const all = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    this.watches.open(reply.raw.writeHead(200, all), asked.selection, asked.after);
  }

  /** Throws a `Problem` where the stream cannot go on from there. */
  async #reach(after: string, list: string, closed: AbortSignal): Promise<void> {
    if (await this.watches.reaches(after, closed)) return;
    if (!this.replicator.isCaughtUp()) {
      throw new Problem('not-ready', 'the gateway does not follow the log at the moment', { retryAfterSeconds: 1 });
    }
    const detail = 'the changes after this revision are not kept here; list the jobs and watch from its revision';
    throw new Problem('revision-gone', detail, { target: 'after', list });
  }
}
