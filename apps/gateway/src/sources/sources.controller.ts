import { SOURCE_NAME_PATTERN, type SourceReport } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { checkEmptyBody } from '../http/request-body.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { type SourceRecord, sourceRecord } from './source-record.js';
import { DescribePoll, DescribeSource, DescribeSources } from './sources.openapi.js';

interface SourceList {
  readonly records: readonly SourceRecord[];
  readonly num_records: number;
}

/** The state of each configured source. */
@ApiTags('sources')
@Controller('api/sources')
export class SourcesController {
  constructor(
    private readonly poller: Poller,
    private readonly view: View,
    private readonly turns: RequestTurns,
  ) {}

  @Get()
  @DescribeSources()
  async list(@Req() { url }: FastifyRequest, @Res({ passthrough: true }) { raw }: FastifyReply): Promise<SourceList> {
    await this.turns.begin(raw);
    parseParameters(queryOf(url), []);
    const records = this.poller.reports().map((report) => this.#record(report));
    return { records, num_records: records.length };
  }

  @Get(':name')
  @DescribeSource()
  get(@Param('name') name: string, @Req() { url }: FastifyRequest): SourceRecord {
    parseParameters(queryOf(url), []);
    return this.#find(name);
  }

  @Post(':name/poll')
  @HttpCode(200)
  @DescribePoll()
  async poll(@Param('name') name: string, @Req() { body, url }: FastifyRequest): Promise<SourceRecord> {
    parseParameters(queryOf(url), []);
    checkEmptyBody(body);
    this.#find(name);
    await this.poller.poll(name);
    return this.#find(name);
  }

  #find(name: string): SourceRecord {
    if (!SOURCE_NAME_PATTERN.test(name)) {
      throw new Problem('malformed-id', 'expected a source name: a-z, 0-9 and -', { target: 'name' });
    }
    const report = this.poller.report(name);
    if (report === undefined)
      throw new Problem('source-not-found', 'no source with this name is configured', { target: 'name' });
    return this.#record(report);
  }

  #record(report: SourceReport): SourceRecord {
    return sourceRecord(report, this.view.counts(report.name));
  }
}
