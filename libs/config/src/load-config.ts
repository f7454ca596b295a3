import { buildConfig } from './build-config.js';
import { type LoadedConfig } from './config.js';
import { ConfigFiles } from './config-files.js';
import { folderOf, readConfig } from './read-config.js';
import { type Environment } from './variables.js';

/**
 * Reads and checks a configuration file; `${NAME}` stands for a variable of the given environment. Throws a `ConfigError`
 * with all faults at once, none of which shows a secret.
 */
export function loadConfig(file: string, environment: Environment): LoadedConfig {
  const { sections, texts } = readConfig(file, environment);
  return buildConfig(file, sections, new ConfigFiles(folderOf(file), texts));
}

/** The environment of this process. No other code reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
