import { systemClock } from '@gateway/core';
import { View } from '@gateway/view';
import { Controller, Get, Header, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { queryOf } from '../http/request-facts.js';
import { type AnswerBasis, type AnswerContent, ResponseCache, type Sent } from '../http/response-cache.js';
import { ANONYMOUS, JobActions } from '../jobs/job-actions.js';
import { JobLookup } from '../jobs/job-lookup.js';
import { RequestCache } from '../query/request-cache.js';
import { parseOntapActionRequest, parseOntapBulkRequest } from './ontap-action-request.js';
import { OntapActions } from './ontap-actions.js';
import { DescribeOntapAct, DescribeOntapBulk, DescribeOntapGet, DescribeOntapList } from './ontap-compat.openapi.js';
import { parseOntapListRequest } from './ontap-list-request.js';
import { ontapListResponse } from './ontap-list-response.js';
import { parseOntapParameters, readFlag } from './ontap-parameters.js';
import { withOntapProblems } from './ontap-problem.js';
import { FIELD_PARAMETERS, ontapPresenter, ontapRecordText } from './ontap-projection.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The jobs for clients that were written for ONTAP: with its format, states and error codes. */
@ApiTags('clients written for ONTAP')
@Controller('api/cluster/jobs')
export class OntapCompatController {
  readonly #lists = new RequestCache(parseOntapListRequest);

  constructor(
    private readonly view: View,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly bulk: OntapActions,
    private readonly responses: ResponseCache,
  ) {}

  @Get()
  @DescribeOntapList()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    const basis = { revision: this.view.revision() };
    return this.responses.sendCached(basis, request, reply) || this.#newList(basis, request, reply);
  }

  @Get(':uuid')
  @DescribeOntapGet()
  get(@Param('uuid') uuid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Sent {
    const revision = this.view.revisionOf(uuid);
    const isCached = revision !== undefined;
    return (isCached && this.responses.sendCached({ revision }, request, reply)) || this.#newJob(uuid, request, reply);
  }

  @Patch()
  @Header('content-type', JSON_TYPE)
  @DescribeOntapBulk()
  async actOnMatches(@Req() { body, url }: FastifyRequest): Promise<string> {
    const request = parseOntapBulkRequest(queryOf(url), body, systemClock.now());
    return JSON.stringify({ num_records: await this.bulk.actOnMatches(request, ANONYMOUS) });
  }

  @Patch(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeOntapAct()
  async act(@Param('uuid') uuid: string, @Req() { body, url }: FastifyRequest): Promise<string> {
    const action = parseOntapActionRequest(queryOf(url), body);
    await withOntapProblems(this.lookup.findByUuid(uuid).then((known) => this.actions.act(known, action, ANONYMOUS)));
    return '{}';
  }

  #newList(basis: AnswerBasis, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const list = this.#lists.get(queryOf(request.url));
    const content = async (): Promise<AnswerContent> => {
      const page = await this.view.query(list.query);
      const link = page.next && `<${list.next(page.next)}>; rel="next"`;
      return { body: formatted(ontapListResponse(list, page), list.pretty), link };
    };
    return this.responses.sendNew({ basis, cacheable: list.cacheable, content }, request, reply);
  }

  async #newJob(uuid: string, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const parameters = parseOntapParameters(queryOf(request.url), FIELD_PARAMETERS);
    const present = ontapPresenter(parameters) ?? ontapRecordText;
    const pretty = readFlag(parameters, 'pretty', false);
    const { id, job, revision } = await withOntapProblems(this.lookup.findByUuid(uuid));
    const content = (): AnswerContent => ({ body: formatted(present(job), pretty) });
    // A UUID of a backend can belong to several jobs later.
    return this.responses.sendNew({ basis: { revision }, cacheable: id === uuid, content }, request, reply);
  }
}

function formatted(text: string, pretty: boolean): string {
  return pretty ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}
