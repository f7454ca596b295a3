import { Controller, Get, Header, HttpStatus, Param, Patch, Req, Res } from '@nestjs/common';
import { Poller } from '@gateway/poller';
import { projection, View } from '@gateway/view';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { closedSignal } from '../closed-signal.js';
import { Problem, valid } from '../problem.js';
import { readParameters } from '../query-parameters.js';
import { queryOf } from '../request-facts.js';
import { readActionRequest } from './action-request.js';
import { chosenFields } from './chosen-fields.js';
import { JobActions } from './job-actions.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { DescribeAct, DescribeBulk, DescribeGet, DescribeList } from './jobs.openapi.js';
import { type ListRequest, parseListQuery } from './list-query.js';
import { listText } from './list-text.js';
import { readWait } from './wait-request.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Query texts that are remembered, and how long they may be together: callers choose them. */
const REMEMBERED = { max: 1_000, maxSize: 1_000_000 };
/** Who acts, as long as the API knows no logins. */
const ANONYMOUS = 'anonymous';

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
  async list(@Req() { url }: FastifyRequest): Promise<string> {
    const request = this.#listRequest(queryOf(url));
    const revision = this.view.revision();
    return listText(request, await this.view.query(request.query), revision, this.poller.reports());
  }

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @DescribeGet()
  async get(
    @Param('id') id: string,
    @Req() { headers, url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const parameters = valid(readParameters(queryOf(url), ['fields', 'wait']));
    const fields = valid(chosenFields(parameters.get('fields')));
    const wait = valid(readWait(parameters.get('wait'), headers.prefer?.toString()));
    const closed = wait && closedSignal(reply.raw);
    const found = await this.lookup.find(id);
    if (wait?.applied) reply.header('preference-applied', wait.applied);
    const { job, text } = closed ? await this.wait.untilEnded(found, wait.seconds, closed) : found;
    return fields ? projection(fields)(job) : text;
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
    const request = valid(parseListQuery(text));
    this.#requests.set(text, request);
    return request;
  }
}
