import { Module } from '@nestjs/common';

import { ResponseCache } from '../http/response-cache.js';
import { JobActions } from './job-actions.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { JobsController } from './jobs.controller.js';

/** Lists of jobs, single jobs, waiting for the end of a job, and actions on jobs. */
@Module({
  controllers: [JobsController],
  providers: [JobActions, JobLookup, JobWait, ResponseCache],
  exports: [JobActions, JobLookup, JobWait, ResponseCache],
})
export class JobsModule {}
