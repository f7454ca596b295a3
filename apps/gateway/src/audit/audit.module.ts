import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { ActionWatchController } from './action-watch.controller.js';
import { ActionWatches } from './action-watches.js';
import { ActionsController } from './actions.controller.js';
import { AuditFile } from './audit-file.js';

/** Serves the audit, and copies it to a file. */
@Module({
  imports: [ActionsModule, WatchModule],
  controllers: [ActionWatchController, ActionsController],
  providers: [ActionWatches, AuditFile],
  exports: [ActionWatches, AuditFile],
})
export class AuditModule {}
