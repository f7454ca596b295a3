import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import { Clock, Logger, MonotonicClock, monotonicClock, Replica, systemClock, Timers } from '@gateway/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';

import { KnownRoutes } from '../http/known-routes.js';
import { ScheduledTimers } from './scheduled-timers.js';

/** Provides the objects of the process: clocks, timers, the logger, the replica's name and the known HTTP routes. */
@Module({})
export class ProcessModule {
  /** The module with a logger and a table of routes that exist before Nest starts. */
  static of(logger: Logger, routes: KnownRoutes): DynamicModule {
    const providers = [
      { provide: Clock, useValue: systemClock },
      { provide: MonotonicClock, useValue: monotonicClock },
      { provide: Timers, useClass: ScheduledTimers },
      { provide: Logger, useValue: logger },
      { provide: Replica, useValue: { name: `${hostname()}-${randomUUID().slice(0, 8)}` } },
      { provide: KnownRoutes, useValue: routes },
    ];
    return { module: ProcessModule, global: true, imports: [ScheduleModule.forRoot()], providers, exports: providers };
  }
}
