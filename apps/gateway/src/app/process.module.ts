import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import { Clock, Logger, LoopShare, MonotonicClock, monotonicClock, Replica, systemClock, Timers } from '@gateway/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';

import { Connections } from '../connections/connections.js';
import { KnownRoutes } from '../http/known-routes.js';
import { Readiness } from '../http/readiness.js';
import { RequestGate } from '../http/request-gate.js';
import { RequestLatency } from '../http/request-latency.js';
import { RequestRates } from '../http/request-rates.js';
import { RequestTurns } from '../http/request-turns.js';
import { ScheduledTimers } from './scheduled-timers.js';

/** The parts of the HTTP server that other modules read. */
export interface HttpParts {
  readonly routes: KnownRoutes;
  readonly connections: Connections;
  readonly rates: RequestRates;
  readonly gate: RequestGate;
  readonly latency: RequestLatency;
}

/**
 * Provides the objects of the process: clocks, timers, the share of the event loop for long work, the logger, the
 * replica's name, the parts of the HTTP server and the turns of requests.
 */
@Module({})
export class ProcessModule {
  /** The module with the objects that exist before Nest starts. */
  static of(logger: Logger, { connections, gate, latency, rates, routes }: HttpParts): DynamicModule {
    const providers = [
      { provide: Clock, useValue: systemClock },
      { provide: MonotonicClock, useValue: monotonicClock },
      { provide: LoopShare, useFactory: (clock: MonotonicClock) => new LoopShare(clock), inject: [MonotonicClock] },
      { provide: Timers, useClass: ScheduledTimers },
      { provide: Logger, useValue: logger },
      { provide: Replica, useValue: { name: `${hostname()}-${randomUUID().slice(0, 8)}` } },
      { provide: KnownRoutes, useValue: routes },
      { provide: Connections, useValue: connections },
      { provide: RequestGate, useValue: gate },
      { provide: RequestLatency, useValue: latency },
      { provide: RequestRates, useValue: rates },
      Readiness,
      RequestTurns,
    ];
    return { module: ProcessModule, global: true, imports: [ScheduleModule.forRoot()], providers, exports: providers };
  }
}
