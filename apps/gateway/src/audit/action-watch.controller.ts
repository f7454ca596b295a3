import { systemClock } from '@gateway/core';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf } from '../access/request-access.js';
import { closedSignal } from '../http/closed-signal.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { openWatch } from '../watch/open-watch.js';
import { WatchLimits } from '../watch/watch-limits.js';
import { readActionWatchRequest, whoSees } from './action-watch-request.js';
import { ActionWatches } from './action-watches.js';
import { DescribeActionWatch } from './actions.openapi.js';

/** The stream of changes of the audit. */
@ApiTags('audit')
@Controller('api/actions/watch')
export class ActionWatchController {
  constructor(
    private readonly streams: ActionWatches,
    private readonly limits: WatchLimits,
  ) {}

  @Get()
  @DescribeActionWatch()
  async watch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const access = accessOf(request);
    const lastEventId = request.headers['last-event-id']?.toString();
    const seen = whoSees(access);
    const watch = readActionWatchRequest(queryOf(request.url), lastEventId, systemClock.now(), access);
    const { after, list, selection } = watch;
    if (after !== undefined && !(await this.streams.reaches(after, undefined, closedSignal(reply.raw)))) {
      const detail = 'the changes after this event are not available; list the actions, and watch from the beginning';
      throw new Problem('revision-gone', detail, { target: 'after', list });
    }
    const isScopeCurrent = (): boolean => whoSees(access) === seen;
    openWatch(request, reply, { streams: this.streams, limits: this.limits, selection, after, isScopeCurrent });
  }
}
