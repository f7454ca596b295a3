import { systemClock } from '@gateway/core';
import { View } from '@gateway/view';
import { Controller, Get, Header, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { ANONYMOUS, JobActions } from '../jobs/job-actions.js';
import { JobLookup } from '../jobs/job-lookup.js';
import { queryOf } from '../http/request-facts.js';
import { OntapActions, parseOntapAction, parseOntapBulk } from './ontap-actions.js';
import { ontapPresenter, FIELD_PARAMETERS, wholeRecord } from './ontap-projection.js';
import { ontapListText, parseOntapList } from './ontap-list.js';
import { readOntapParameters, readFlag } from './ontap-parameters.js';
import { withOntapProblems } from './ontap-problem.js';
import { DescribeOntapAct, DescribeOntapBulk, DescribeOntapGet, DescribeOntapList } from './ontap-compat.openapi.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The same jobs for clients written for ONTAP, in its shape, words and codes. */
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
    const request = parseOntapList(queryOf(url), systemClock.now());
    const page = await this.view.query(request.query);
    if (page.next) reply.header('link', `<${request.next(page.next)}>; rel="next"`);
    return laidOut(ontapListText(request, page), request.pretty);
  }

  @Get(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeOntapGet()
  async get(@Param('uuid') uuid: string, @Req() { url }: FastifyRequest): Promise<string> {
    const parameters = readOntapParameters(queryOf(url), FIELD_PARAMETERS);
    const present = ontapPresenter(parameters) ?? wholeRecord;
    const { job } = await withOntapProblems(this.lookup.findByUuid(uuid));
    return laidOut(present(job), readFlag(parameters, 'pretty', false));
  }

  @Patch()
  @Header('content-type', JSON_TYPE)
  @DescribeOntapBulk()
  async actOnMatches(@Req() { body, url }: FastifyRequest): Promise<string> {
    const request = parseOntapBulk(queryOf(url), body, systemClock.now());
    return JSON.stringify({ num_records: await this.bulk.actOnMatches(request, ANONYMOUS) });
  }

  @Patch(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeOntapAct()
  async act(@Param('uuid') uuid: string, @Req() { body, url }: FastifyRequest): Promise<string> {
    const action = parseOntapAction(queryOf(url), body);
    await withOntapProblems(this.lookup.findByUuid(uuid).then((known) => this.actions.act(known, action, ANONYMOUS)));
    return '{}';
  }
}

function laidOut(text: string, pretty: boolean): string {
  return pretty ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}
