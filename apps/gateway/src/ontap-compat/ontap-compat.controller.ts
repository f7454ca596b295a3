import { systemClock } from '@gateway/core';
import { View } from '@gateway/view';
import { Controller, Get, Header, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { ANONYMOUS, JobActions } from '../jobs/job-actions.js';
import { JobLookup } from '../jobs/job-lookup.js';
import { queryOf } from '../http/request-facts.js';
import { FaceActions, parseFaceAction, parseFaceBulk } from './ontap-actions.js';
import { facePresenter, FIELD_PARAMETERS, wholeRecord } from './ontap-projection.js';
import { faceListText, parseFaceList } from './ontap-list.js';
import { readFaceParameters, readFlag } from './ontap-parameters.js';
import { inFace } from './ontap-problem.js';
import { DescribeFaceAct, DescribeFaceBulk, DescribeFaceGet, DescribeFaceList } from './ontap-compat.openapi.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The same jobs for clients written for ONTAP, in its shape, words and codes. */
@ApiTags('clients written for ONTAP')
@Controller('api/cluster/jobs')
export class OntapFaceController {
  constructor(
    private readonly view: View,
    private readonly lookup: JobLookup,
    private readonly actions: JobActions,
    private readonly bulk: FaceActions,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeFaceList()
  async list(@Req() { url }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const request = parseFaceList(queryOf(url), systemClock.now());
    const page = await this.view.query(request.query);
    if (page.next) reply.header('link', `<${request.next(page.next)}>; rel="next"`);
    return laidOut(faceListText(request, page), request.pretty);
  }

  @Get(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeFaceGet()
  async get(@Param('uuid') uuid: string, @Req() { url }: FastifyRequest): Promise<string> {
    const parameters = readFaceParameters(queryOf(url), FIELD_PARAMETERS);
    const present = facePresenter(parameters) ?? wholeRecord;
    const { job } = await inFace(this.lookup.findByUuid(uuid));
    return laidOut(present(job), readFlag(parameters, 'pretty', false));
  }

  @Patch()
  @Header('content-type', JSON_TYPE)
  @DescribeFaceBulk()
  async actOnMatches(@Req() { body, url }: FastifyRequest): Promise<string> {
    const request = parseFaceBulk(queryOf(url), body, systemClock.now());
    return JSON.stringify({ num_records: await this.bulk.actOnMatches(request, ANONYMOUS) });
  }

  @Patch(':uuid')
  @Header('content-type', JSON_TYPE)
  @DescribeFaceAct()
  async act(@Param('uuid') uuid: string, @Req() { body, url }: FastifyRequest): Promise<string> {
    const action = parseFaceAction(queryOf(url), body);
    await inFace(this.lookup.findByUuid(uuid).then((known) => this.actions.act(known, action, ANONYMOUS)));
    return '{}';
  }
}

function laidOut(text: string, pretty: boolean): string {
  return pretty ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}
