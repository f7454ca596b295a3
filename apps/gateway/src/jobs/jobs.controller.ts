import {
  type HasLeft,
  includesJob,
  type JobSelection,
  type JobSource,
  MAX_GROUPS,
  type Revision,
  type SourceScope,
  systemClock,
} from '@gateway/core';
import { type Freshness, Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Controller, Get, Header, HttpStatus, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { loginEnd } from '../access/login-end.js';
import { accessOf, requireRole, viewerScope } from '../access/request-access.js';
import { originOf } from '../actions/action-origin.js';
import { JobActions } from '../actions/job-actions.js';
import { RepeatableRequests } from '../actions/repeatable-request.js';
import { BulkPreviews } from '../bulk-actions/bulk-preview.js';
import { parseBulkRequest } from '../bulk-actions/bulk-request.js';
import { closedSignal } from '../http/closed-signal.js';
import { entityTag } from '../http/entity-tag.js';
import { hasLeft } from '../http/has-left.js';
import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import {
  type AnswerContent,
  type AnswerMaker,
  type NewAnswer,
  ResponseCache,
  type Sent,
} from '../http/response-cache.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { RequestCache } from '../query/request-cache.js';
import { parseActionRequest } from './action-request.js';
import { type FreshnessParts, freshnessParts } from './freshness.js';
import { freshnessOfFilters, freshnessOfScope } from './freshness-part.js';
import { jobText, jobVariant } from './job-for-caller.js';
import { JobLookup, sourceUnknown } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { DescribeAct, DescribeBulk, DescribeGet, DescribeList } from './jobs.openapi.js';
import { parseJobListRequest, readPresent } from './list-request.js';
import { listResponse } from './list-response.js';
import { DescribeSummary } from './summary.openapi.js';
import { parseSummaryRequest } from './summary-request.js';
import { summaryResponse } from './summary-response.js';
import { parseWaitRequest } from './wait-request.js';

/** What a list or a summary is made from. */
interface ListBasis {
  readonly scope: SourceScope | undefined;
  readonly revision: Revision;
  readonly freshness: Freshness;
}

/** Lists of jobs, summaries, single jobs, and actions. Jobs are served as the JSON texts in the view. */
@ApiTags('jobs')
@Controller('api/jobs')
export class JobsController {
  readonly #listRequests = new RequestCache(parseJobListRequest);
  readonly #summaryRequests = new RequestCache(parseSummaryRequest);
  readonly #lists: AnswerMaker<ListBasis> = {
    basis: (request) => this.#basis(request),
    make: ({ url }, basis) => this.#newList(queryOf(url), basis),
  };
  readonly #summaries: AnswerMaker<ListBasis> = {
    basis: (request) => this.#basis(request),
    make: ({ url }, basis) => this.#newSummary(queryOf(url), basis),
  };

  constructor(
    private readonly view: View,
    private readonly poller: Poller,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly repeatable: RepeatableRequests,
    private readonly previews: BulkPreviews,
    private readonly turns: RequestTurns,
    private readonly wait: JobWait,
    private readonly responses: ResponseCache,
  ) {}

  @Get()
  @DescribeList()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    return this.responses.send(this.#lists, request, reply);
  }

  @Get('summary')
  @DescribeSummary()
  summary(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    return this.responses.send(this.#summaries, request, reply);
  }

  @Get(':id')
  @DescribeGet()
  get(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    const revision = includesJob(viewerScope(request), id) ? this.view.revisionOf(id) : undefined;
    const isCached = revision !== undefined && request.headers.prefer === undefined;
    const sent = isCached && this.responses.sendCached({ revision, variant: jobVariant(request, id) }, request, reply);
    return sent || this.#newJob(id, request, reply);
  }

  @Patch()
  @Header('content-type', JSON_TYPE)
  @DescribeBulk()
  async actOnMatches(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    requireRole(accessOf(request), 'operator');
    await this.turns.begin(reply.raw);
    const query = queryOf(request.url);
    const bulk = parseBulkRequest(query, request.body, systemClock.now());
    return this.repeatable.answer(request, reply, `bulk ${query}`, async () => {
      const origin = originOf(request, reply);
      if (bulk.confirm === undefined) {
        const preview = await this.previews.preview(bulk, origin, hasLeft(reply.raw));
        return { status: HttpStatus.OK, body: JSON.stringify(preview) };
      }
      const { id } = await this.previews.confirm(bulk, bulk.confirm, origin);
      const location = `/api/bulk-actions/${id}`;
      return { status: HttpStatus.ACCEPTED, body: '{}', headers: { 'content-type': JSON_TYPE, location } };
    });
  }

  @Patch(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeAct()
  async act(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const action = parseActionRequest(queryOf(request.url), request.body);
    const known = await this.lookup.find(id, viewerScope(request));
    return this.repeatable.answer(request, reply, `${action} ${known.id}`, async () => {
      const { job, status } = await this.actions.act(known, action, originOf(request, reply));
      return { status, body: JSON.stringify(job) };
    });
  }

  #basis(request: FastifyRequest): ListBasis {
    const scope = viewerScope(request);
    return {
      scope,
      revision: this.view.revisionFor(scope),
      freshness: freshnessOfScope(this.poller.freshness(), scope),
    };
  }

  #newList(text: string, basis: ListBasis): NewAnswer {
    const list = this.#listRequests.get(text);
    const fresh = this.#freshnessFor(list.query, basis);
    const { revision, scope } = basis;
    const tag = entityTag(revision, factsOf(list.query.key, fresh, scope));
    const content = async (hasLeft: HasLeft): Promise<AnswerContent> => {
      const page = await this.view.query(scope ? { ...list.query, scope } : list.query, hasLeft);
      return { body: listResponse(list, page, revision, fresh) };
    };
    return { basis, tag, cacheable: list.cacheable, content };
  }

  #newSummary(text: string, basis: ListBasis): NewAnswer {
    const { cacheable, query } = this.#summaryRequests.get(text);
    const fresh = this.#freshnessFor(query, basis);
    const { revision, scope } = basis;
    const tag = entityTag(revision, factsOf(query.key, fresh, scope));
    const content = async (hasLeft: HasLeft): Promise<AnswerContent> => {
      const summary = await this.view.summary(scope ? { ...query, scope } : query, hasLeft);
      if (summary === undefined) throw tooManyGroups();
      return { body: summaryResponse(query, summary, revision, fresh) };
    };
    return { basis, tag, cacheable, content };
  }

  /** Only the sources whose jobs can be in the answer. */
  #freshnessFor({ filters }: JobSelection, { freshness }: ListBasis): FreshnessParts {
    const sourceNamed = (name: string): JobSource | undefined => this.poller.datedReport(name)?.report;
    return freshnessParts(freshnessOfFilters(freshness, filters, sourceNamed));
  }

  async #newJob(id: string, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const parameters = parseParameters(queryOf(request.url), ['fields', 'wait']);
    const present = readPresent(parameters);
    const wait = parseWaitRequest(parameters.get('wait'), request.headers.prefer?.toString());
    const ended = wait && loginEnd(request, reply);
    const closed = ended && AbortSignal.any([closedSignal(reply.raw), ended]);
    const found = await this.lookup.find(id, viewerScope(request));
    const isVisible = (): boolean => includesJob(viewerScope(request), found.id);
    if (wait) reply.isHeld = true;
    if (wait?.applied) reply.header('preference-applied', wait.applied);
    const served = closed ? await this.wait.untilEnded(found, wait.seconds, closed, isVisible) : found;
    if (ended?.aborted) throw new Problem('unauthorized', 'the login has ended');
    if (!isVisible()) throw sourceUnknown();
    const { revision } = served;
    const variant = jobVariant(request, served.id);
    const content = (): AnswerContent => ({ body: jobText(served, variant, present) });
    // A native id can belong to several jobs later.
    const cacheable = wait === undefined && served.id === id;
    const tag = entityTag(revision, [parameters.get('fields') ?? '*', variant].join(' '));
    return this.responses.sendNew({ basis: { revision, variant }, tag, cacheable, content }, request, reply);
  }
}

/** What the entity tag of a list depends on, besides the revision. */
function factsOf(key: string, { digest }: FreshnessParts, scope: SourceScope | undefined): string {
  return scope === undefined ? `${key} ${digest}` : `${key} ${digest} ${scope.key}`;
}

function tooManyGroups(): Problem {
  const detail = `the summary has more than ${MAX_GROUPS} groups; group by fields with fewer values, or select fewer jobs`;
  return new Problem('invalid-parameter', detail, { target: 'group_by' });
}
