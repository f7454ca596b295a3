/** The worker thread in which `checkInWorker` reads and checks a configuration file. */
import { parentPort, workerData } from 'node:worker_threads';

import { checkConfig, type ConfigAnswer, type ConfigTask } from './config-check.js';

/**
 * What the worker sends: the file that it is about to read, if any, and at last its answer. `isOptional`: the
 * configuration can be used without that file.
 */
export type ConfigWorkerMessage =
  { readonly calling: string | undefined; readonly isOptional: boolean } | { readonly answer: ConfigAnswer };

function send(message: ConfigWorkerMessage): void {
  parentPort?.postMessage(message);
}

const answer = checkConfig(workerData as ConfigTask, {
  onCall: (calling) => send({ calling, isOptional: false }),
  onOptionalCall: (calling) => send({ calling, isOptional: true }),
});
send({ answer });
