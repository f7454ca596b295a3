import { type HasLeft, LoopShare } from '@gateway/core';
import { projection, queryRecords, TimeSlice } from '@gateway/view';
import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf } from '../access/request-access.js';
import { servedRecord, type StoredAction } from '../actions/ledger/action-record.js';
import { AuditTrail } from '../actions/ledger/audit-trail.js';
import { hasLeft } from '../http/has-left.js';
import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import { Problem } from '../problems/problem.js';
import { pageText } from '../query/list-text.js';
import { parseParameters } from '../query/query-parameters.js';
import { RequestCache } from '../query/request-cache.js';
import { type ActionListRequest, isRecordId, parseActionListRequest, readActionFields } from './action-list-request.js';
import { DescribeAction, DescribeActions } from './actions.openapi.js';
import { visibleTo } from './audit-records.js';

/** The audit: who requested which action on which job, and what came of it. */
@ApiTags('audit')
@Controller('api/actions')
export class ActionsController {
  readonly #listRequests = new RequestCache(parseActionListRequest);

  constructor(
    private readonly audit: AuditTrail,
    private readonly turns: RequestTurns,
    private readonly share: LoopShare,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeActions()
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) { raw }: FastifyReply): Promise<string> {
    await this.turns.begin(raw);
    return this.#list(this.#listRequests.get(queryOf(request.url)), request, hasLeft(raw));
  }

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeAction()
  get(@Param('id') id: string, @Req() request: FastifyRequest): string {
    const choice = readActionFields(parseParameters(queryOf(request.url), ['fields']));
    if (!isRecordId(id)) {
      throw new Problem('malformed-id', 'expected the id of an action: letters, digits, ., _ and -', { target: 'id' });
    }
    const record = this.audit.get(id)?.record;
    if (record === undefined || !visibleTo(accessOf(request))(record)) {
      throw new Problem('action-not-found', 'no action with this id is recorded', { target: 'id' });
    }
    return textOf(choice)(record);
  }

  async #list(list: ActionListRequest, request: FastifyRequest, allLeft: HasLeft): Promise<string> {
    const slice = new TimeSlice(this.share, allLeft);
    // Before the records are read: what changes meanwhile comes again in the watch.
    const { revision } = this.audit;
    const visible = this.#visible(visibleTo(accessOf(request)));
    const { next, records, total } = await queryRecords(visible, ({ id }) => id, list.query, slice);
    const texts = records.map(textOf(list.query.present));
    const links = {
      self: { href: list.self },
      next: next && { href: list.next(next) },
      watch: { href: list.watch(revision) },
    };
    const page = pageText({ records: texts, total }, list.query.maxRecords);
    return `{${page},"revision":"${revision}","_links":${JSON.stringify(links)}}`;
  }

  *#visible(isVisible: ReturnType<typeof visibleTo>): Generator<StoredAction, void, undefined> {
    for (const { record } of this.audit.all()) if (isVisible(record)) yield record;
  }
}

function textOf(choice: ReturnType<typeof readActionFields>): (record: StoredAction) => string {
  const serialise = choice ? projection(choice) : JSON.stringify;
  return (record) => serialise(servedRecord(record));
}
