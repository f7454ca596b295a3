/**
 * Starts the gateway: `node main.js [--config FILE] [--log-level LEVEL]`. SIGINT and SIGTERM stop it with exit code
 * 0, also while it starts; an error ends it with exit code 1. If a call to a file does not return, SIGKILL ends it
 * instead. SIGHUP reloads the configuration. `node main.js check [--config FILE] [--source NAME]` tries the sources
 * and exits with 0 if all can be polled, else with 1. `node main.js token NAME [--role ROLE]` prints a new token for
 * `access.tokens`. `node main.js backup DIR [--config FILE]` backs the embedded store up, also while the gateway runs, and
 * `node main.js restore DIR [--config FILE]` creates it from a backup.
 */

import { reportFatalErrors } from './process/fatal-reports.js';
import { loadError } from './process/out-of-files.js';
import { ProcessSignals } from './process/process-signals.js';

reportFatalErrors();
// Before the other modules are loaded, which takes a second and more than a hundred open files.
const signals = new ProcessSignals();
const { run } = await import('./run.js').catch((error: unknown) => {
  process.stderr.write(`${loadError(error)}\n`);
  process.exit(1);
});
await run(signals);
