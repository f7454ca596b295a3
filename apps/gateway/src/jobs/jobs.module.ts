import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { BulkActionsModule } from '../bulk-actions/bulk-actions.module.js';
import { ResponseCache } from '../http/response-cache.js';
import { JobHistoryController } from './job-history.controller.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { JobsController } from './jobs.controller.js';

/** Lists of jobs, single jobs, waiting for the end of a job, and actions on jobs. */
@Module({
  imports: [ActionsModule, BulkActionsModule],
  controllers: [JobsController, JobHistoryController],
  providers: [JobLookup, JobWait, ResponseCache],
  exports: [JobLookup, JobWait, ResponseCache],
})
export class JobsModule {}
