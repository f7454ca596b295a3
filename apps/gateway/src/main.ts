#!/usr/bin/env node
/**
 * Starts the gateway, or runs one of the commands that `job-gateway --help` lists. SIGINT and SIGTERM stop it with exit code 0,
 * also while it starts; an error ends it with exit code 1, or 2 if a person must correct the arguments or the configuration. If a
 * call to a file does not return, SIGKILL ends it instead. SIGHUP reloads the configuration.
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
