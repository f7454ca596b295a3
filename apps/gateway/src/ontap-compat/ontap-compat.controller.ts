import { type HasLeft, includesJob, type SourceScope, systemClock, type ViewedJob } from '@gateway/core';
import { View } from '@gateway/view';
import { Controller, Get, Header, HttpStatus, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf, requireRole, viewerScope } from '../access/request-access.js';
import { originOf } from '../actions/action-origin.js';
import { JobActions } from '../actions/job-actions.js';
import { RepeatableRequests } from '../actions/repeatable-request.js';
import { hasLeft } from '../http/has-left.js';
import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { RequestTurns } from '../http/request-turns.js';
import {
  type AnswerBasis,
  type AnswerContent,
  type AnswerMaker,
  type NewAnswer,
  ResponseCache,
  type Sent,
} from '../http/response-cache.js';
import { JobLookup } from '../jobs/job-lookup.js';
import { Problem } from '../problems/problem.js';
import { RequestCache } from '../query/request-cache.js';
import { indented } from './indented.js';
import { parseOntapActionRequest, parseOntapBulkRequest } from './ontap-action-request.js';
import { OntapActions } from './ontap-actions.js';
import { DescribeOntapAct, DescribeOntapBulk, DescribeOntapGet, DescribeOntapList } from './ontap-compat.openapi.js';
import { type OntapListRequest, parseOntapListRequest } from './ontap-list-request.js';
import { ontapListResponse } from './ontap-list-response.js';
import { parseOntapParameters, readFlag } from './ontap-parameters.js';
import { withOntapProblems } from './ontap-problem.js';
import { FIELD_PARAMETERS, ontapPresenter, ontapRecordText } from './ontap-projection.js';
import { SvmScope } from './svm-scope.js';

const OTHER_SVM = 'no such job: it does not belong to the SVM in the headers';

/** The jobs for clients that were written for ONTAP: with its format, states and error codes. */
@ApiTags('clients written for ONTAP')
@Controller('api/cluster/jobs')
export class OntapCompatController {
  readonly #listRequests = new RequestCache(parseOntapListRequest);
  readonly #lists: AnswerMaker<AnswerBasis> = {
    basis: (request) => {
      const scope = viewerScope(request);
      return { scope, revision: this.view.revisionFor(scope) };
    },
    make: ({ url }, basis) => this.#newList(queryOf(url), basis),
  };

  constructor(
    private readonly view: View,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly bulk: OntapActions,
    private readonly repeatable: RepeatableRequests,
    private readonly responses: ResponseCache,
    private readonly turns: RequestTurns,
  ) {}

  @Get()
  @DescribeOntapList()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    const svm = SvmScope.read(request.headers);
    return svm ? this.#sendConfined(svm, request, reply) : this.responses.send(this.#lists, request, reply);
  }

  @Get(':uuid')
  @DescribeOntapGet()
  get(@Param('uuid') uuid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    const svm = SvmScope.read(request.headers);
    const revision = includesJob(viewerScope(request), uuid) ? this.view.revisionOf(uuid) : undefined;
    const isCached = svm === undefined && revision !== undefined;
    return (
      (isCached && this.responses.sendCached({ revision }, request, reply)) || this.#newJob(uuid, svm, request, reply)
    );
  }

  @Patch()
  @Header('content-type', JSON_TYPE)
  @DescribeOntapBulk()
  async actOnMatches(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    requireRole(accessOf(request), 'operator');
    await this.turns.begin(reply.raw);
    const { body, headers, url } = request;
    const bulk = parseOntapBulkRequest(queryOf(url), body, systemClock.now(), SvmScope.read(headers));
    return this.repeatable.answer(request, reply, contentOf(request, queryOf(url)), async () => {
      const num_records = await this.bulk.actOnMatches(bulk, originOf(request, reply), hasLeft(reply.raw));
      return { status: HttpStatus.OK, body: JSON.stringify({ num_records }) };
    });
  }

  @Patch(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeOntapAct()
  async act(
    @Param('uuid') uuid: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { body, headers, url } = request;
    const action = parseOntapActionRequest(queryOf(url), body);
    const known = await withOntapProblems(this.#find(uuid, SvmScope.read(headers), viewerScope(request)));
    return this.repeatable.answer(request, reply, contentOf(request, `${action} ${known.id}`), async () => {
      await withOntapProblems(this.actions.act(known, action, originOf(request, reply)));
      return { status: HttpStatus.OK, body: '{}' };
    });
  }

  async #find(uuid: string, svm: SvmScope | undefined, scope: SourceScope | undefined): Promise<ViewedJob> {
    const found = await this.lookup.findByUuid(uuid, scope);
    if (svm?.includes(found.job) === false) throw new Problem('job-not-found', OTHER_SVM, { target: 'uuid' });
    return found;
  }

  /** Answers are cached by URL, so that for one SVM is not. */
  async #sendConfined(svm: SvmScope, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    await this.turns.begin(reply.raw);
    const basis = this.#lists.basis(request);
    const list = parseOntapListRequest(queryOf(request.url), systemClock.now(), svm);
    return this.responses.sendNew({ ...this.#answer(list, basis), cacheable: false }, request, reply);
  }

  #newList(text: string, basis: AnswerBasis): NewAnswer {
    return this.#answer(this.#listRequests.get(text), basis);
  }

  #answer(list: OntapListRequest, basis: AnswerBasis): NewAnswer {
    const content = async (allLeft: HasLeft): Promise<AnswerContent> => {
      const { scope } = basis;
      const page = await this.view.query(scope ? { ...list.query, scope } : list.query, allLeft);
      const link = page.next && `<${list.next(page.next)}>; rel="next"`;
      return { body: ontapListResponse(list, page), link };
    };
    return { basis, cacheable: list.cacheable, content };
  }

  async #newJob(uuid: string, svm: SvmScope | undefined, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const parameters = parseOntapParameters(queryOf(request.url), FIELD_PARAMETERS);
    const present = ontapPresenter(parameters) ?? ontapRecordText;
    const pretty = readFlag(parameters, 'pretty', false);
    const { id, job, revision } = await withOntapProblems(this.#find(uuid, svm, viewerScope(request)));
    const content = (): AnswerContent => ({ body: pretty ? indented(present(job)) : present(job) });
    // A UUID of a backend can belong to several jobs later.
    return this.responses.sendNew({ basis: { revision }, cacheable: id === uuid && !svm, content }, request, reply);
  }
}

/** What tells a request of this dialect from another one with the same key. */
function contentOf({ headers }: FastifyRequest, request: string): string {
  return JSON.stringify(['ontap', request, headers['x-dot-svm-name'], headers['x-dot-svm-uuid']]);
}
