import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { buildConfig } from './build-config.js';
import { type LoadedConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { ConfigFiles } from './config-files.js';
import { type ConfigThreadAnswer, type ConfigThreadTask } from './config-thread.js';
import { folderOf } from './read-config.js';
import { type Environment } from './substitute.js';

/**
 * Does what `loadConfig` does in a thread of its own: to parse and check a thousand sources takes a tenth of a second and
 * more. Rejects with a `ConfigError`.
 */
export async function loadConfigAside(file: string, environment: Environment): Promise<LoadedConfig> {
  const task: ConfigThreadTask = { file, environment: { ...environment } };
  const thread = new Worker(new URL('./config-thread.js', import.meta.url), { workerData: task });
  const [answer] = (await once(thread, 'message')) as [ConfigThreadAnswer];
  if ('faults' in answer) throw new ConfigError(file, answer.faults, answer.files);
  return buildConfig(file, answer.sections, new ConfigFiles(folderOf(file), answer.texts));
}
