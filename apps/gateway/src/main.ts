#!/usr/bin/env node
/**
 * Starts the gateway: `job-gateway [--config FILE] [--first-run FOLDER] [--log-level LEVEL]`. SIGINT and SIGTERM stop it with
 * exit code 0, also while it starts; an error ends it with exit code 1. If a call to a file does not return, SIGKILL ends it
 * instead. SIGHUP reloads the configuration. `process/arguments.ts` has the other commands: `check` tries the sources,
 * `health` requests the probe of a running gateway, `token` prints a new token, `backup` and `restore` copy the embedded store.
 * Their exit code is 0, or 1 if they fail.
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
