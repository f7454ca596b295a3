import { type HasLeft, LoopShare, SOURCE_NAME_PATTERN, type SourceScope } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { queryRecords, TimeSlice } from '@gateway/view';
import { Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf, requireRole, viewerScope } from '../access/request-access.js';
import { hasLeft } from '../http/has-left.js';
import { JSON_TYPE } from '../http/json-type.js';
import { checkEmptyBody } from '../http/request-body.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { RequestCache } from '../query/request-cache.js';
import { parseSourceListRequest, readSourceFields, type SourceListRequest } from './source-list-request.js';
import { sourceListResponse } from './source-list-response.js';
import { type SourceRow } from './source-record.js';
import { SourceRecords } from './source-records.js';
import { SourceTexts } from './source-texts.js';
import { DescribePoll, DescribeSource, DescribeSources } from './sources.openapi.js';

/** The state of each source. Sources are served as JSON texts that are kept until they change. */
@ApiTags('sources')
@Controller('api/sources')
export class SourcesController {
  readonly #listRequests = new RequestCache(parseSourceListRequest);
  readonly #texts = new SourceTexts();

  constructor(
    private readonly poller: Poller,
    private readonly records: SourceRecords,
    private readonly turns: RequestTurns,
    private readonly share: LoopShare,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeSources()
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) { raw }: FastifyReply): Promise<string> {
    await this.turns.begin(raw);
    return this.#list(this.#listRequests.get(queryOf(request.url)), viewerScope(request), hasLeft(raw));
  }

  @Get(':name')
  @Header('content-type', JSON_TYPE)
  @DescribeSource()
  get(@Param('name') name: string, @Req() request: FastifyRequest): string {
    const fields = readSourceFields(parseParameters(queryOf(request.url), ['fields']));
    return this.#texts.of(fields)(this.#find(name, request));
  }

  @Post(':name/poll')
  @HttpCode(200)
  @Header('content-type', JSON_TYPE)
  @DescribePoll()
  async poll(@Param('name') name: string, @Req() request: FastifyRequest): Promise<string> {
    parseParameters(queryOf(request.url), []);
    checkEmptyBody(request.body);
    this.#find(name, request);
    requireRole(accessOf(request), 'operator', name);
    await this.poller.poll(name);
    return this.#texts.of(undefined)(this.#find(name, request));
  }

  async #list(request: SourceListRequest, scope: SourceScope | undefined, allLeft: HasLeft): Promise<string> {
    const slice = new TimeSlice(this.share, allLeft);
    const rows = await this.records.rows(slice, scope);
    const { next, records, total } = await queryRecords(rows, ({ record }) => record.name, request.query, slice);
    const textOf = this.#texts.of(request.query.present);
    const texts: string[] = [];
    for (const row of records) {
      if (slice.spentNow()) await slice.next();
      texts.push(textOf(row));
    }
    return sourceListResponse(request, { records: texts, total, next });
  }

  #find(name: string, request: FastifyRequest): SourceRow {
    if (!SOURCE_NAME_PATTERN.test(name)) {
      throw new Problem('malformed-id', 'expected a source name: a-z, 0-9 and -', { target: 'name' });
    }
    const row = this.records.row(name, viewerScope(request));
    if (row === undefined)
      throw new Problem('source-not-found', 'no source with this name is configured', { target: 'name' });
    return row;
  }
}
