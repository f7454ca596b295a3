import { dirname, resolve } from 'node:path';
import { buildConfig } from './build-config.js';
import { checkSections } from './check-sections.js';
import { type Config } from './config.js';
import { ConfigError } from './config-error.js';
import { ConfigFiles } from './config-files.js';
import { Faults } from './faults.js';
import { readYaml } from './read-yaml.js';
import { type Environment, substitute } from './substitute.js';
import { validateSections } from './validate-sections.js';

/**
 * Reads and checks a configuration file, with `${NAME}` taken from the environment given. Throws a `ConfigError` that
 * names every fault at once; none repeats a secret.
 */
export function loadConfig(file: string, environment: Environment): Config {
  const written = readYaml(file);
  const faults = new Faults();
  const values = substitute(written, environment, faults);
  const sections = validateSections(values, written, faults);
  const files = new ConfigFiles(dirname(resolve(file)));
  checkSections(sections, files, faults);
  if (faults.all().length > 0) throw new ConfigError(file, faults.all());
  return buildConfig(sections, files);
}

/** The environment of this process; nobody else reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
