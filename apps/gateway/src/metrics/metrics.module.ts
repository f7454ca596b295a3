import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BulkActionsModule } from '../bulk-actions/bulk-actions.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { ActionMetrics } from './action-metrics.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { ProcessMetrics } from './process-metrics.js';
import { SourceMetrics } from './source-metrics.js';
import { StoreMetrics } from './store-metrics.js';

/** Metrics of this replica for Prometheus. */
@Module({
  imports: [ActionsModule, AuditModule, BulkActionsModule, JobsModule, WatchModule],
  controllers: [MetricsController],
  providers: [EventLoopDelay, ProcessMetrics, HttpMetrics, ActionMetrics, StoreMetrics, SourceMetrics, Metrics],
})
export class MetricsModule {}
