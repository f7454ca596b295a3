/** The composition root: which parts there are and what each is made of. */

import { randomUUID } from 'node:crypto';
import { type Server } from 'node:http';
import { hostname } from 'node:os';

import { createAdapter } from '@gateway/adapters';
import { type Config, type ConfiguredSource, type LoadedConfig } from '@gateway/config';
import { type Clock, type JobStore, systemClock } from '@gateway/core';
import { type PolledSource, Poller } from '@gateway/poller';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { ScheduledTimers } from './scheduled-timers.js';
import { createStore } from '@gateway/store';
import { View, ViewReplicator } from '@gateway/view';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';

import { ErrorsPageController } from '../problems/errors-page.controller.js';
import { HealthController } from '../health/health.controller.js';
import { JobActions } from '../jobs/job-actions.js';
import { JobLookup } from '../jobs/job-lookup.js';
import { JobWait } from '../jobs/job-wait.js';
import { JobsController } from '../jobs/jobs.controller.js';
import { OntapActions } from '../ontap-compat/ontap-actions.js';
import { OntapCompatController } from '../ontap-compat/ontap-compat.controller.js';
import { type KnownRoutes } from '../http/known-routes.js';
import { Lifecycle } from './lifecycle.js';
import { type GatewayLogger } from '../logger.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { Reload } from '../reload/reload.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { SourcesController } from '../sources/sources.controller.js';
import { JOB_STORE } from '../job-store-token.js';
import { WatchController } from '../watch/watch.controller.js';
import { WatchHub } from '../watch/watch-hub.js';

/** What the application is made of besides its configuration. */
export interface AppDeps {
  readonly logger: GatewayLogger;
  /** Makes the adapters; tests put a backend of their own in its place. */
  readonly createAdapter?: typeof createAdapter;
  /** What a configuration that can change while the gateway runs is read from; without it none is looked for. */
  readonly reload?: {
    readonly started: LoadedConfig;
    /** Reads the configuration afresh. Rejects with a `ConfigError`. */
    readonly load: () => Promise<LoadedConfig>;
  };
}

@Module({})
export class AppModule {}

/** The whole application. Its parts are made here and started by `Lifecycle`. */
export function appModule(config: Config, parts: AppDeps, routes: KnownRoutes): DynamicModule {
  return {
    module: AppModule,
    imports: [ScheduleModule.forRoot(), TerminusModule.forRoot({ logger: false })],
    controllers: [
      WatchController,
      JobsController,
      OntapCompatController,
      SourcesController,
      HealthController,
      MetricsController,
      ErrorsPageController,
    ],
    providers: [...coreProviders(config, parts), ...httpProviders(parts, routes)],
  };
}

/** Milliseconds that never jump. */
const steadyClock: Clock = { now: () => performance.now() };

function coreProviders(config: Config, { createAdapter: make = createAdapter, logger, reload }: AppDeps): Provider[] {
  const clock = systemClock;
  const makeSource = ({ connection, source }: ConfiguredSource): PolledSource => ({
    source,
    adapter: make(source.kind, { connection, clock, logger: logger.child({ source: source.name }) }),
  });
  const sources = config.sources.map(makeSource);
  const { retention } = config;
  const replica = `${hostname()}-${randomUUID().slice(0, 8)}`;
  return [
    { provide: View, useValue: new View() },
    { provide: JOB_STORE, useValue: createStore({ ...config.store, clock, logger }) },
    {
      provide: Poller,
      useFactory: (store: JobStore, view: View, registry: SchedulerRegistry) => {
        const timers = new ScheduledTimers(registry);
        return new Poller(sources, { store, view, clock, timers, logger, replica, retention, random: Math.random });
      },
      inject: [JOB_STORE, View, SchedulerRegistry],
    },
    {
      provide: Reload,
      useFactory: (poller: Poller, registry: SchedulerRegistry) =>
        reload &&
        new Reload(reload.started, {
          load: reload.load,
          makeSource,
          poller,
          timers: new ScheduledTimers(registry),
          logger,
        }),
      inject: [Poller, SchedulerRegistry],
    },
    {
      provide: ViewReplicator,
      useFactory: (store: JobStore, view: View) => new ViewReplicator(store, view, logger, clock),
      inject: [JOB_STORE, View],
    },
  ];
}

function httpProviders({ logger }: AppDeps, routes: KnownRoutes): Provider[] {
  return [
    {
      provide: Lifecycle,
      useFactory: (
        store: JobStore,
        feed: ViewReplicator,
        poller: Poller,
        wait: JobWait,
        watches: WatchHub,
        reload: Reload | undefined,
        { httpAdapter }: HttpAdapterHost,
      ) => new Lifecycle(store, feed, poller, [wait, watches], reload, () => httpAdapter.getHttpServer() as Server),
      inject: [JOB_STORE, ViewReplicator, Poller, JobWait, WatchHub, Reload, HttpAdapterHost],
    },
    {
      provide: WatchHub,
      useFactory: (view: View, registry: SchedulerRegistry) =>
        new WatchHub({ view, timers: new ScheduledTimers(registry), clock: steadyClock, logger }),
      inject: [View, SchedulerRegistry],
    },
    {
      provide: JobWait,
      useFactory: (view: View, poller: Poller, registry: SchedulerRegistry) =>
        new JobWait(view, poller, new ScheduledTimers(registry)),
      inject: [View, Poller, SchedulerRegistry],
    },
    {
      provide: JobLookup,
      useFactory: (view: View, poller: Poller) => new JobLookup(view, poller),
      inject: [View, Poller],
    },
    {
      provide: JobActions,
      useFactory: (poller: Poller) => new JobActions(poller),
      inject: [Poller],
    },
    {
      provide: OntapActions,
      useFactory: (view: View, actions: JobActions) => new OntapActions(view, actions),
      inject: [View, JobActions],
    },
    {
      provide: Metrics,
      useFactory: (poller: Poller, view: View, store: JobStore) => new Metrics(poller, view, store),
      inject: [Poller, View, JOB_STORE],
    },
    { provide: APP_FILTER, useValue: new ProblemFilter(routes, logger) },
  ];
}
