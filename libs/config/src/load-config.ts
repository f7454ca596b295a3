import { buildConfig } from './build-config.js';
import { type LoadedConfig } from './config.js';
import { ConfigFiles } from './config-files.js';
import { folderOf, readConfig } from './read-config.js';
import { type Environment } from './substitute.js';

/**
 * Reads and checks a configuration file, with `${NAME}` taken from the environment given. Throws a `ConfigError` that
 * names every fault at once; none repeats a secret.
 */
export function loadConfig(file: string, environment: Environment): LoadedConfig {
  const { sections, texts } = readConfig(file, environment);
  return buildConfig(file, sections, new ConfigFiles(folderOf(file), texts));
}

/** The environment of this process; nobody else reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
