export { type PolledSource } from './source/source-runner.js';
export { Poller } from './poller.js';
export { type Acted } from './source/job-requests.js';
export { type PollerParts } from './poller-deps.js';
export { type SourceTally } from './status/source-counters.js';
