import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { viewerScope } from '../access/request-access.js';
import { METRICS_TYPE } from './metric.js';
import { Metrics } from './metrics.js';
import { DescribeMetrics } from './metrics.openapi.js';

/** The endpoint that a Prometheus server scrapes. */
@ApiTags('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @DescribeMetrics()
  async text(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', METRICS_TYPE);
    return this.metrics.text(viewerScope(request));
  }
}
