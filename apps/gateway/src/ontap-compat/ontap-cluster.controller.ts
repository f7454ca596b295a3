import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';

import { JSON_TYPE } from '../http/json-type.js';
import { queryOf } from '../http/request-facts.js';
import { indented } from './indented.js';
import { OntapClusterReader } from './ontap-cluster.js';
import { DescribeOntapCluster } from './ontap-cluster.openapi.js';
import { clusterPresenter } from './ontap-cluster-fields.js';
import { parseOntapParameters, readFlag, readWholeNumber } from './ontap-parameters.js';
import { FIELD_PARAMETERS } from './ontap-projection.js';

/** `na_ontap_rest_info` of NetApp's Ansible collection sends `max_records` with every request. */
const CLUSTER_PARAMETERS = [...FIELD_PARAMETERS, 'max_records'];

/** The gateway as a cluster, for clients that were written for ONTAP. */
@ApiTags('clients written for ONTAP')
@Controller('api/cluster')
export class OntapClusterController {
  constructor(private readonly cluster: OntapClusterReader) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @DescribeOntapCluster()
  async get(@Req() { url }: FastifyRequest): Promise<string> {
    const parameters = parseOntapParameters(queryOf(url), CLUSTER_PARAMETERS);
    const present = clusterPresenter(parameters);
    readWholeNumber(parameters, 'max_records', 1, Number.MAX_SAFE_INTEGER);
    const text = present(await this.cluster.read());
    return readFlag(parameters, 'pretty', false) ? indented(text) : text;
  }
}
