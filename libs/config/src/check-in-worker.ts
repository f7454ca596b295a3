import { Worker } from 'node:worker_threads';

import { type BlockedFiles, FILE_TIMEOUT_MS } from './blocked-files.js';
import { type ConfigAnswer, type ConfigTask } from './config-check.js';
import { type ConfigWorkerMessage } from './config-worker.js';
import { type SecretFile } from './secret-rules.js';

/** Files that do not answer are left out one after the other, each after the timeout. More than these are a fault. */
const MAX_LEFT_OUT = 5;

/**
 * As `checkConfig`, in a worker thread: a file may not answer, and checking a thousand sources blocks a thread for more
 * than 100 ms. If a call to a file, or the work between two calls, takes longer than `FILE_TIMEOUT_MS`, this resolves
 * with that as a fault, and the file is added to `blocked` until the call returns. If the configuration can be used
 * without that file, the check is repeated without it. Rejects only if the check has an internal error.
 */
export async function checkInWorker(task: ConfigTask, blocked: BlockedFiles, leftOut = 0): Promise<ConfigAnswer> {
  const worker = new Worker(new URL('./config-worker.js', import.meta.url), { workerData: task });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let calling: string | undefined;
  let isOptional = false;
  let callEnded: () => void = () => undefined;
  void ended.then(() => callEnded());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (calling !== undefined) blocked.add(calling, ended);
      void worker.terminate();
      if (calling === undefined || !isOptional || leftOut === MAX_LEFT_OUT) {
        return resolve(timedOut(task.file, calling));
      }
      const without = { ...task, blocked: [...task.blocked, calling] };
      resolve(checkInWorker(without, blocked, leftOut + 1));
    }, FILE_TIMEOUT_MS);
    worker.on('message', (message: ConfigWorkerMessage) => {
      if ('answer' in message) return resolve(message.answer);
      ({ calling, isOptional } = message);
      callEnded();
      if (calling !== undefined) blocked.begin(new Promise<void>((returned) => (callEnded = returned)));
      timer.refresh();
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the check of the configuration ended without a result'));
    });
  });
}

function timedOut(file: string, calling: string | undefined): ConfigAnswer {
  const limit = `within ${FILE_TIMEOUT_MS / 1_000} s`;
  const secrets = new Map<string, SecretFile>();
  if (calling === undefined)
    return { faults: [{ path: file, message: `cannot be checked ${limit}` }], files: [], secrets };
  return { faults: [{ path: calling, message: `does not answer ${limit}` }], files: [calling], secrets };
}
