import { dirname, resolve } from 'node:path';

import { checkSections } from './check-sections.js';
import { ConfigError } from './config-error.js';
import { type ConfigFiles } from './config-files.js';
import { Faults } from './faults.js';
import { type FileReader } from './file-reader.js';
import { readYaml } from './read-yaml.js';
import { type FileSection } from './sections.js';
import { ShownValues } from './shown-values.js';
import { ExpansionError, substitute } from './substitute.js';
import { validateSections } from './validate-sections.js';
import { type Environment } from './variables.js';

/** Reads and checks a configuration file, and reads the files it names into `files`. Throws a `ConfigError`. */
export function readConfig(
  file: string,
  environment: Environment,
  reader: FileReader,
  files: ConfigFiles,
): FileSection {
  const written = readYaml(file, reader);
  const faults = new Faults(new ShownValues(written, environment));
  const sections = validateSections(substituted(written, environment, faults, file), faults);
  checkSections(sections, files, faults);
  if (faults.all().length > 0) throw new ConfigError(file, faults.all(), files.paths);
  return sections;
}

/** The folder that relative paths in a configuration file start from. */
export function folderOf(file: string): string {
  return dirname(resolve(file));
}

function substituted(written: object, environment: Environment, faults: Faults, file: string): object {
  try {
    return substitute(written, environment, faults);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    throw new ConfigError(file, [{ path: error.path, message: error.message }]);
  }
}
