import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { buildConfig } from './build-config.js';
import { type LoadedConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { ConfigFiles } from './config-files.js';
import { type ConfigWorkerAnswer, type ConfigWorkerTask } from './config-worker.js';
import { folderOf } from './read-config.js';
import { type Environment } from './variables.js';

/**
 * As `loadConfig`, in a worker thread: parsing and checking a thousand sources blocks a thread for more than 100 ms.
 * Rejects with a `ConfigError`.
 */
export async function loadConfigInWorker(file: string, environment: Environment): Promise<LoadedConfig> {
  const task: ConfigWorkerTask = { file, environment: { ...environment } };
  const worker = new Worker(new URL('./config-worker.js', import.meta.url), { workerData: task });
  const [answer] = (await once(worker, 'message')) as [ConfigWorkerAnswer];
  if ('faults' in answer) throw new ConfigError(file, answer.faults, answer.files);
  return buildConfig(file, answer.sections, new ConfigFiles(folderOf(file), answer.texts));
}
