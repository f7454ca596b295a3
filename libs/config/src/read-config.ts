import { checkSections, type SourceOwners } from './check-sections.js';
import { ConfigError } from './config-error.js';
import { type ConfigFiles } from './config-files.js';
import { Faults } from './faults.js';
import { type FileReader } from './file-reader.js';
import { itemPath } from './option-path.js';
import { readYaml } from './read-yaml.js';
import { FileSection } from './sections.js';
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
  const faults = new Faults(new ShownValues(written, FileSection, environment));
  const sections = validateSections(FileSection, substituted(written, environment, faults, file), faults);
  checkSections(sections, files, faults);
  if (faults.all().length > 0) throw new ConfigError(file, faults.all(), files.paths);
  return sections;
}

/** Where the sources of a valid configuration file are, by their names. */
export function ownersIn({ sources }: FileSection): SourceOwners {
  return new Map(sources?.map(({ name }, index) => [name, itemPath('sources', index)]));
}

function substituted(written: object, environment: Environment, faults: Faults, file: string): object {
  try {
    return substitute(written, environment, faults);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    throw new ConfigError(file, [{ path: error.path, message: error.message }]);
  }
}
