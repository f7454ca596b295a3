import { callerKeyOf, Clock } from '@gateway/core';
import { Controller, Delete, Get, Header, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';

import { accessOf, type RequestAccess } from '../access/request-access.js';
import { AuditTrail } from '../actions/ledger/audit-trail.js';
import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { DescribeBulkAction, DescribeStop } from './bulk-actions.openapi.js';
import { type StoredBulk } from './bulk-record.js';
import { BulkStore } from './bulk-store.js';
import { servedBulk } from './served-bulk.js';

/** The bulk actions that were confirmed. */
@ApiTags('audit')
@Controller('api/bulk-actions')
export class BulkActionsController {
  constructor(
    private readonly bulks: BulkStore,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeBulkAction()
  get(@Param('id') id: string, @Req() request: FastifyRequest): string {
    parseParameters(queryOf(request.url), []);
    return this.#served(this.#find(id, request));
  }

  @Delete(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeStop()
  async stop(@Param('id') id: string, @Req() request: FastifyRequest): Promise<string> {
    parseParameters(queryOf(request.url), []);
    const bulk = this.#find(id, request);
    const ended_time = new Date(this.clock.now()).toISOString();
    if (await this.bulks.change(bulk.id, 'running', { state: 'stopped', ended_time })) await this.bulks.removeJobs(id);
    return this.#served(this.#find(id, request));
  }

  #served(bulk: StoredBulk): string {
    return JSON.stringify(servedBulk(bulk, this.audit.countsOf(bulk.id)));
  }

  #find(id: string, request: FastifyRequest): StoredBulk {
    const bulk = this.bulks.get(id);
    if (bulk === undefined || bulk.state === 'previewed' || !maySee(bulk, accessOf(request))) {
      throw new Problem('bulk-action-not-found', 'no bulk action with this id is recorded', { target: 'id' });
    }
    return bulk;
  }
}

/** Its author, and an admin; in either case of all of its sources. One without jobs is for its author only. */
function maySee({ by, sources }: StoredBulk, { caller, scope }: RequestAccess): boolean {
  const isMine = callerKeyOf(by) === callerKeyOf(caller);
  const visible = scope(isMine ? 'viewer' : 'admin');
  return (
    visible === undefined || ((isMine || sources.length > 0) && sources.every((name) => visible.sources.has(name)))
  );
}
