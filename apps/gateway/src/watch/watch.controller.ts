import { systemClock } from '@gateway/core';
import { ViewReplicator } from '@gateway/view';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf } from '../access/request-access.js';
import { closedSignal } from '../http/closed-signal.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { openWatch } from './open-watch.js';
import { DescribeWatch } from './watch.openapi.js';
import { WatchHub } from './watch-hub.js';
import { WatchLimits } from './watch-limits.js';
import { readWatchRequest, type WatchRequest } from './watch-request.js';

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
    openWatch(request, reply, {
      ...{ streams: this.hub, limits: this.limits, selection: watch.selection, after: watch.after },
      isScopeCurrent: () => access.scope('viewer')?.key === scope?.key,
    });
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
