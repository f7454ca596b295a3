import { Module } from '@nestjs/common';

import { WatchModule } from '../watch/watch.module.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** Metrics of this replica for Prometheus. */
@Module({ imports: [WatchModule], controllers: [MetricsController], providers: [Metrics] })
export class MetricsModule {}
