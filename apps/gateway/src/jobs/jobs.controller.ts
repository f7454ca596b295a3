import { MAX_GROUPS, systemClock } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { projection, View } from '@gateway/view';
import { Controller, Get, Header, HttpStatus, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { closedSignal } from '../http/closed-signal.js';
import { entityTag, isNotModified } from '../http/entity-tag.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { inParameter } from '../query/in-parameter.js';
import { parseParameters } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { parseActionRequest } from './action-request.js';
import { freshness, freshnessKeys } from './freshness.js';
import { isJobField } from './job.schema.js';
import { ANONYMOUS, JobActions } from './job-actions.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { DescribeAct, DescribeBulk, DescribeGet, DescribeList, DescribeSummary } from './jobs.openapi.js';
import { type JobListRequest, parseJobListRequest } from './list-request.js';
import { listResponse } from './list-response.js';
import { parseSummaryRequest } from './summary-request.js';
import { summaryResponse } from './summary-response.js';
import { parseWaitRequest } from './wait-request.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Limits of the cache of parsed query texts: number of texts, and their total length in characters. */
const CACHE_LIMITS = { max: 1_000, maxSize: 1_000_000 };

/** JSON text; `undefined` for a 304 response. */
type ResponseBody = string | undefined;

/** Lists of jobs, summaries, single jobs, and actions. Jobs are served as the JSON texts in the view. */
@ApiTags('jobs')
@Controller('api/jobs')
export class JobsController {
  readonly #requests = new LRUCache<string, JobListRequest>({
    ...CACHE_LIMITS,
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
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ResponseBody> {
    const list = this.#parseList(queryOf(request.url));
    const revision = this.view.revision();
    const fresh = freshness(this.poller.reports());
    if (isNotModified(entityTag(revision, list.query.key, ...freshnessKeys(fresh)), request, reply)) return undefined;
    return listResponse(list, await this.view.query(list.query), revision, fresh);
  }

  @Get('summary')
  @Header('content-type', JSON_TYPE)
  @DescribeSummary()
  async summary(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseBody> {
    const query = parseSummaryRequest(queryOf(request.url), systemClock.now());
    const revision = this.view.revision();
    const fresh = freshness(this.poller.reports());
    if (isNotModified(entityTag(revision, query.key, ...freshnessKeys(fresh)), request, reply)) return undefined;
    const summary = await this.view.summary(query);
    if (summary === undefined) throw tooManyGroups();
    return summaryResponse(query.groupBy, summary, revision, fresh);
  }

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeGet()
  async get(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseBody> {
    const parameters = parseParameters(queryOf(request.url), ['fields', 'wait']);
    const fields = parameters.get('fields') ?? '*';
    const choice = inParameter('fields', fields, (value) => readFields(value, isJobField));
    const wait = parseWaitRequest(parameters.get('wait'), request.headers.prefer?.toString());
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
    throw new Problem(
      'bulk-action',
      'an action needs the id of a job: PATCH /api/jobs/{id}?action=…; nothing was sent',
    );
  }

  @Patch(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeAct()
  async act(
    @Param('id') id: string,
    @Req() { body, url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const action = parseActionRequest(queryOf(url), body);
    const known = await this.lookup.find(id);
    const { done, job } = await this.actions.act(known, action, ANONYMOUS);
    reply.code(done ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return JSON.stringify(job);
  }

  #parseList(text: string): JobListRequest {
    const cached = this.#requests.get(text);
    if (cached) return cached;
    const request = parseJobListRequest(text, systemClock.now());
    if (request.cacheable) this.#requests.set(text, request);
    return request;
  }
}

function tooManyGroups(): Problem {
  const detail = `the summary has more than ${MAX_GROUPS} groups; group by fields with fewer values, or select fewer jobs`;
  return new Problem('invalid-parameter', detail, { target: 'group_by' });
}
