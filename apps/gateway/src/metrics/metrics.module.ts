import { Module } from '@nestjs/common';

import { AuditModule } from '../audit/audit.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** Metrics of this replica for Prometheus. */
@Module({ imports: [AuditModule, WatchModule], controllers: [MetricsController], providers: [Metrics] })
export class MetricsModule {}
