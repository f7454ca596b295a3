/** The worker thread in which `loadConfigInWorker` reads and checks a configuration file. */
import { parentPort, workerData } from 'node:worker_threads';

import { ConfigError, type ConfigFault } from './config-error.js';
import { type CheckedSections, readConfig } from './read-config.js';
import { type Environment } from './variables.js';

/** The input of the worker. */
export interface ConfigWorkerTask {
  readonly file: string;
  readonly environment: Environment;
}

/** The output of the worker: the checked sections, or the faults. */
export type ConfigWorkerAnswer =
  CheckedSections | { readonly faults: readonly ConfigFault[]; readonly files: readonly string[] };

parentPort?.postMessage(answerTo(workerData as ConfigWorkerTask));

function answerTo({ environment, file }: ConfigWorkerTask): ConfigWorkerAnswer {
  try {
    return readConfig(file, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.faults, files: error.files };
  }
}
