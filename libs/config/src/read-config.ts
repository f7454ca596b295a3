import { dirname, resolve } from 'node:path';

import { checkSections } from './check-sections.js';
import { ConfigError } from './config-error.js';
import { ConfigFiles, type FileTexts } from './config-files.js';
import { Faults } from './faults.js';
import { readYaml } from './read-yaml.js';
import { type FileSection } from './sections.js';
import { ShownValues } from './shown-values.js';
import { substitute } from './substitute.js';
import { validateSections } from './validate-sections.js';
import { type Environment } from './variables.js';

/** The sections of a file without a fault, and the texts of the files they name. */
export interface CheckedSections {
  readonly sections: FileSection;
  readonly texts: FileTexts;
}

/** Reads and checks a configuration file and the files it names. Throws a `ConfigError`. */
export function readConfig(file: string, environment: Environment): CheckedSections {
  const written = readYaml(file);
  const faults = new Faults(new ShownValues(written, environment));
  const sections = validateSections(substitute(written, environment, faults), faults);
  const files = new ConfigFiles(folderOf(file));
  checkSections(sections, files, faults);
  if (faults.all().length > 0) throw new ConfigError(file, faults.all(), files.paths);
  return { sections, texts: files.texts };
}

/** The folder that relative paths in a configuration file start from. */
export function folderOf(file: string): string {
  return dirname(resolve(file));
}
