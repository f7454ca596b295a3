import { MAX_GROUPS, systemClock } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { projection, View } from '@gateway/view';
import { Controller, Get, Header, HttpStatus, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { closedSignal } from '../http/closed-signal.js';
import { entityTag, isNotModified } from '../http/entity-tag.js';
import { Problem, valid } from '../problems/problem.js';
import { readParameters } from '../query/query-parameters.js';
import { inParameter } from '../query/in-parameter.js';
import { readFields } from '../query/read-fields.js';
import { queryOf } from '../http/request-facts.js';
import { readActionRequest } from './action-request.js';
import { ANONYMOUS, JobActions } from './job-actions.js';
import { freshness, freshnessKeys } from './freshness.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { isJobField } from './job.schema.js';
import { DescribeAct, DescribeBulk, DescribeGet, DescribeList, DescribeSummary } from './jobs.openapi.js';
import { type ListRequest, parseListQuery } from './list-query.js';
import { listText } from './list-text.js';
import { parseSummaryQuery } from './summary-query.js';
import { summaryText } from './summary-text.js';
import { readWait } from './wait-request.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Query texts that are remembered, and how long they may be together: callers choose them. */
const REMEMBERED = { max: 1_000, maxSize: 1_000_000 };

/** A JSON text, or nothing where the client has it already. */
type Answer = string | undefined;

/** Lists of jobs, single jobs, and actions on them. Answers are the texts the view holds. */
@ApiTags('jobs')
@Controller('api/jobs')
export class JobsController {
  readonly #requests = new LRUCache<string, ListRequest>({
    ...REMEMBERED,
    sizeCalculation: (_, text) => text.length + 1,
  });

  constructor(
    private readonly view: View,
    private readonly poller: Poller,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly wait: JobWait,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeList()
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const asked = this.#listRequest(queryOf(request.url));
    const revision = this.view.revision();
    const fresh = freshness(this.poller.reports());
    if (isNotModified(entityTag(revision, asked.query.key, ...freshnessKeys(fresh)), request, reply)) return undefined;
    return listText(asked, await this.view.query(asked.query), revision, fresh);
  }

  @Get('summary')
  @Header('content-type', JSON_TYPE)
  @DescribeSummary()
  async summary(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const query = parseSummaryQuery(queryOf(request.url), systemClock.now());
    const revision = this.view.revision();
    const fresh = freshness(this.poller.reports());
    if (isNotModified(entityTag(revision, query.key, ...freshnessKeys(fresh)), request, reply)) return undefined;
    const summary = await this.view.summary(query);
    if (summary === undefined) throw tooManyGroups();
    return summaryText(query.groupBy, summary, revision, fresh);
  }

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeGet()
  async get(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const parameters = valid(readParameters(queryOf(request.url), ['fields', 'wait']));
    const fields = parameters.get('fields') ?? '*';
    const choice = inParameter('fields', fields, (value) => readFields(value, isJobField));
    const wait = valid(readWait(parameters.get('wait'), request.headers.prefer?.toString()));
    const closed = wait && closedSignal(reply.raw);
    const found = await this.lookup.find(id);
    if (wait?.applied) reply.header('preference-applied', wait.applied);
    const { job, revision, text } = closed ? await this.wait.untilEnded(found, wait.seconds, closed) : found;
    if (isNotModified(entityTag(revision, fields), request, reply)) return undefined;
    return choice ? projection(choice)(job) : text;
  }

  @Patch()
  @DescribeBulk()
  bulk(): never {
    throw new Problem('bulk-action', 'name one job: PATCH /api/jobs/{id}?action=…; nothing was sent');
  }

  @Patch(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeAct()
  async act(
    @Param('id') id: string,
    @Req() { body, url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const action = valid(readActionRequest(queryOf(url), body));
    const known = await this.lookup.find(id);
    const { done, job } = await this.actions.act(known, action, ANONYMOUS);
    reply.code(done ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return JSON.stringify(job);
  }

  #listRequest(text: string): ListRequest {
    const remembered = this.#requests.get(text);
    if (remembered) return remembered;
    const request = parseListQuery(text, systemClock.now());
    if (request.lasting) this.#requests.set(text, request);
    return request;
  }
}

function tooManyGroups(): Problem {
  const detail = `there are more than ${MAX_GROUPS} groups; expected fields with fewer values, or fewer jobs`;
  return new Problem('invalid-parameter', detail, { target: 'group_by' });
}
