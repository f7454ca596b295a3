import { JobStore } from '@gateway/core';
import { View, ViewReplicator } from '@gateway/view';
import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { type FastifyRequest } from 'fastify';

import { viewerScope } from '../access/request-access.js';
import { Public } from '../access/route-access.js';
import { Readiness } from '../http/readiness.js';
import { Problem } from '../problems/problem.js';
import { DescribeLive, DescribeReady } from './health.openapi.js';

/**
 * Probes. `live`: the process responds. `ready`: it serves reads, because the view is caught up with the change log,
 * and it is not stopping. An unavailable store does not end readiness, because reads continue from memory;
 * `details.store.answers` is then false. Neither does a store that may lose data, which `details.store.warnings`
 * reports.
 */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly view: View,
    private readonly replicator: ViewReplicator,
    private readonly store: JobStore,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @Public()
  @DescribeLive()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('ready')
  @Public()
  @DescribeReady()
  ready(@Req() request: FastifyRequest): Promise<HealthCheckResult> {
    if (this.readiness.isStopping) throw new Problem('not-ready', 'the gateway is stopping', { retryAfterSeconds: 1 });
    if (!this.replicator.isCaughtUp())
      throw new Problem('not-ready', 'the view is not caught up with the change log', { retryAfterSeconds: 1 });
    return this.health.check([() => this.#viewHealth(viewerScope(request) === undefined), () => this.#storeHealth()]);
  }

  /** The number of jobs and the revision are about all sources. */
  #viewHealth(seesAll: boolean): HealthIndicatorResult {
    const check = this.indicator.check('view');
    return seesAll ? check.up({ jobs: this.view.size(), revision: this.view.revision() }) : check.up();
  }

  #storeHealth(): HealthIndicatorResult {
    const warnings = this.store.warnings();
    return this.indicator
      .check('store')
      .up({ answers: this.store.healthy(), ...(warnings.length > 0 && { warnings }) });
  }
}
