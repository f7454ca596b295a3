import { AdaptersModule } from '@gateway/adapters';
import { type ConfigLoader } from '@gateway/config';
import { type Config, type Logger } from '@gateway/core';
import { PollerModule } from '@gateway/poller';
import { StoreModule } from '@gateway/store';
import { ViewModule } from '@gateway/view';
import { type DynamicModule, Module } from '@nestjs/common';

import { AccessModule } from '../access/access.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BackupModule } from '../backup/backup.module.js';
import { BulkActionsModule } from '../bulk-actions/bulk-actions.module.js';
import { DiscoveryModule } from '../discovery/discovery.module.js';
import { HealthModule } from '../health/health.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { OntapCompatModule } from '../ontap-compat/ontap-compat.module.js';
import { ProblemsModule } from '../problems/problems.module.js';
import { ReloadModule } from '../reload/reload.module.js';
import { SessionModule } from '../session/session.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { ConfigModule } from './config.module.js';
import { Lifecycle } from './lifecycle.js';
import { type HttpParts, ProcessModule } from './process.module.js';

/** The gateway: the libraries, then one module per feature of the API. */
@Module({
  imports: [
    AdaptersModule,
    PollerModule,
    StoreModule,
    ViewModule,
    AccessModule,
    ActionsModule,
    AuditModule,
    BulkActionsModule,
    BackupModule,
    SessionModule,
    JobsModule,
    WatchModule,
    OntapCompatModule,
    SourcesModule,
    HealthModule,
    MetricsModule,
    ProblemsModule,
    DiscoveryModule,
    ReloadModule,
  ],
  providers: [Lifecycle],
})
export class AppModule {}

/** Objects that exist before Nest starts. */
export interface AppDeps {
  readonly logger: Logger;
  /** Reads the configuration again while the gateway runs. Without it the configuration is never reloaded. */
  readonly loader?: ConfigLoader;
}

/** `AppModule` with the configuration and the objects of `ProcessModule`. */
export function rootModule(config: Config, { loader, logger }: AppDeps, parts: HttpParts): DynamicModule {
  return {
    module: AppModule,
    imports: [ConfigModule.of(config, loader), ProcessModule.of(logger, parts)],
  };
}
