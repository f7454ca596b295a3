import { ROLES } from '@gateway/core';
import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';

import { queryOf } from '../http/request-facts.js';
import { parseParameters } from '../query/query-parameters.js';
import { DescribeMe } from './me.openapi.js';
import { type Me } from './me.schema.js';
import { accessOf } from './request-access.js';
import { SignedInOnly } from './route-access.js';

/** Who a client is for the gateway. */
@ApiTags('access')
@Controller('api/me')
export class MeController {
  @Get()
  @SignedInOnly()
  @DescribeMe()
  get(@Req() request: FastifyRequest): Me {
    parseParameters(queryOf(request.url), []);
    const { caller, expiresAt } = accessOf(request);
    const { grants, method, name } = caller;
    const role = ROLES.findLast((each) => grants.some((grant) => grant.role === each));
    return {
      name,
      method,
      ...(role && { role }),
      sources: grants.map((grant) => ({ role: grant.role, ...(grant.sources && { sources: grant.sources.text }) })),
      ...(expiresAt !== undefined && { expires_time: new Date(expiresAt).toISOString() }),
    };
  }
}
