/** The worker thread in which `checkInWorker` reads and checks a configuration file. */
import { parentPort, workerData } from 'node:worker_threads';

import { checkConfig, type ConfigAnswer, type ConfigTask } from './config-check.js';

/** What the worker sends: the file that it is about to read, if any, and at last its answer. */
export type ConfigWorkerMessage = { readonly calling: string | undefined } | { readonly answer: ConfigAnswer };

function send(message: ConfigWorkerMessage): void {
  parentPort?.postMessage(message);
}

send({ answer: checkConfig(workerData as ConfigTask, (calling) => send({ calling })) });
