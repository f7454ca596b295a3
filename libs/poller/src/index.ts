export { type PolledSource } from './active-source.js';
export { Poller } from './poller.js';
export { type Acted } from './single-jobs.js';
export { type PollerParts } from './poller-parts.js';
export { type SourceTally } from './source-tally.js';
export { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
export { ScheduledTimers, type Timers } from './timers.js';
