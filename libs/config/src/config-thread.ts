/** The thread that reads and checks a configuration file for `loadConfigAside`. */
import { parentPort, workerData } from 'node:worker_threads';
import { ConfigError, type ConfigFault } from './config-error.js';
import { type CheckedSections, readConfig } from './read-config.js';
import { type Environment } from './substitute.js';

/** What to read. */
export interface ConfigThreadTask {
  readonly file: string;
  readonly environment: Environment;
}

/** What came of it. */
export type ConfigThreadAnswer =
  CheckedSections | { readonly faults: readonly ConfigFault[]; readonly files: readonly string[] };

parentPort?.postMessage(answerTo(workerData as ConfigThreadTask));

function answerTo({ environment, file }: ConfigThreadTask): ConfigThreadAnswer {
  try {
    return readConfig(file, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.faults, files: error.files };
  }
}
