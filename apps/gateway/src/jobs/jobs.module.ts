import { Module } from '@nestjs/common';

import { JobActions } from './job-actions.js';
import { JobLookup } from './job-lookup.js';
import { JobWait } from './job-wait.js';
import { JobsController } from './jobs.controller.js';

/** Lists of jobs, single jobs, waiting for the end of a job, and actions on jobs. */
@Module({
  controllers: [JobsController],
  providers: [JobActions, JobLookup, JobWait],
  exports: [JobActions, JobLookup, JobWait],
})
export class JobsModule {}
