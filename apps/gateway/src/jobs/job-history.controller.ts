import { type HasLeft, includesJob, type Job } from '@gateway/core';
import { TimeSlice, View } from '@gateway/view';
import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { viewerScope } from '../access/request-access.js';
import { hasLeft } from '../http/has-left.js';
import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import { parseParameters } from '../query/query-parameters.js';
import { historyOf, type JobHistory } from './job-history.js';
import { DescribeHistory } from './job-history.openapi.js';
import { JobLookup, sourceUnknown } from './job-lookup.js';

/** The changes of one job. */
@ApiTags('jobs')
@Controller('api/jobs/:id/history')
export class JobHistoryController {
  constructor(
    private readonly view: View,
    private readonly lookup: JobLookup,
    private readonly turns: RequestTurns,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeHistory()
  async get(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) { raw }: FastifyReply,
  ): Promise<string> {
    parseParameters(queryOf(request.url), []);
    await this.turns.begin(raw);
    const found = await this.lookup.find(id, viewerScope(request));
    const { complete, entries } = await this.#history(found.id, found.job, hasLeft(raw));
    if (!includesJob(viewerScope(request), found.id)) throw sourceUnknown();
    const _links = { self: { href: `/api/jobs/${found.id}/history` }, job: { href: `/api/jobs/${found.id}` } };
    return JSON.stringify({ records: entries, num_records: entries.length, complete, _links });
  }

  async #history(id: string, found: Job, allLeft: HasLeft): Promise<JobHistory> {
    const { history, share } = this.view;
    const slice = new TimeSlice(share, allLeft);
    const versions: Job[] = [];
    let isWhole = false;
    for (let offset = history.startOffset; offset < history.endOffset; offset += 1) {
      if (slice.spent()) await slice.next();
      const change = history.at(offset);
      if (change?.id !== id || change.after === undefined) continue;
      // Retention can have removed an earlier job with this id.
      if (change.before === undefined) versions.length = 0;
      isWhole ||= change.before === undefined;
      versions.push(change.after.job);
    }
    return historyOf(versions.at(-1) ?? found, versions, isWhole);
  }
}
