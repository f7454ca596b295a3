import {
  AdapterFactory,
  Clock,
  Config,
  JobStore,
  JobView,
  Logger,
  MonotonicClock,
  Replica,
  Timers,
} from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { Poller } from './poller.js';

/** Provides the poller of all configured sources. */
@Global()
@Module({
  providers: [
    {
      provide: Poller,
      inject: [Config, AdapterFactory, JobStore, JobView, Clock, MonotonicClock, Timers, Logger, Replica],
      useFactory: (
        { retention, sources }: Config,
        adapters: AdapterFactory,
        store: JobStore,
        view: JobView,
        clock: Clock,
        monotonicClock: MonotonicClock,
        timers: Timers,
        logger: Logger,
        replica: Replica,
      ) =>
        new Poller(
          sources.map((configured) => ({ source: configured.source, adapter: adapters.create(configured) })),
          { store, view, clock, monotonicClock, timers, logger, replica: replica.name, retention, random: Math.random },
        ),
    },
  ],
  exports: [Poller],
})
export class PollerModule {}
