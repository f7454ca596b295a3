import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { BulkPreviews } from './bulk-preview.js';
import { BulkRunner } from './bulk-runner.js';
import { BulkStore } from './bulk-store.js';

/** Actions on all jobs that match a filter: preview, confirmation, progress, stop. */
@Module({
  imports: [ActionsModule],
  controllers: [BulkActionsController],
  providers: [BulkStore, BulkPreviews, BulkRunner],
  exports: [BulkPreviews, BulkRunner, BulkStore],
})
export class BulkActionsModule {}
