import { systemClock } from '@gateway/core';
import { View } from '@gateway/view';
import { Controller, Get, Header, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { queryOf } from '../http/request-facts.js';
import { ANONYMOUS, JobActions } from '../jobs/job-actions.js';
import { JobLookup } from '../jobs/job-lookup.js';
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
  constructor(
    private readonly view: View,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly bulk: OntapActions,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeOntapList()
  async list(@Req() { url }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const request = parseOntapListRequest(queryOf(url), systemClock.now());
    const page = await this.view.query(request.query);
    if (page.next) reply.header('link', `<${request.next(page.next)}>; rel="next"`);
    return formatted(ontapListResponse(request, page), request.pretty);
  }

  @Get(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeOntapGet()
  async get(@Param('uuid') uuid: string, @Req() { url }: FastifyRequest): Promise<string> {
    const parameters = parseOntapParameters(queryOf(url), FIELD_PARAMETERS);
    const present = ontapPresenter(parameters) ?? ontapRecordText;
    const { job } = await withOntapProblems(this.lookup.findByUuid(uuid));
    return formatted(present(job), readFlag(parameters, 'pretty', false));
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
}

function formatted(text: string, pretty: boolean): string {
  return pretty ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}
