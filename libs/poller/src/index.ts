export { Poller } from './poller.js';
export { type PollerDeps } from './poller-deps.js';
export { PollerModule } from './poller.module.js';
export { type ActionOrder, type ActionResult } from './source/job-requests.js';
export { type PolledSource } from './source/source-runner.js';
export { type Freshness } from './status/freshness.js';
export { type SourceCounters } from './status/source-state.js';
