import { checkSources, type ListContext } from './check-sections.js';
import { ConfigError, type ConfigFault } from './config-error.js';
import { type ConfigFiles } from './config-files.js';
import { Faults } from './faults.js';
import { type FileReader } from './file-reader.js';
import { pathKeys } from './option-path.js';
import { readYamlList, type YamlList } from './read-yaml.js';
import { SourceListSection, type SourceSection } from './sections.js';
import { ShownValues } from './shown-values.js';
import { ExpansionError, substitute } from './substitute.js';
import { validateSections } from './validate-sections.js';
import { type Environment } from './variables.js';

/** The path of the list in faults that do not have their place in the file yet. */
const LIST = 'sources';

/** What a file is read and checked with. */
export interface SourceListContext extends Omit<ListContext, 'list'> {
  readonly environment: Environment;
  readonly reader: FileReader;
  /** Gets the files that the file names. */
  readonly files: ConfigFiles;
}

/**
 * Reads and checks a file that holds a list of sources. `name` is its name in messages. Throws a `ConfigError` whose
 * faults have the line and the column of the value.
 */
export function readSourceList(
  { name, path }: { readonly name: string; readonly path: string },
  { defaults, environment, files, others, reader }: SourceListContext,
): readonly SourceSection[] {
  const list = readYamlList(path, name, reader);
  const written = { [LIST]: list.items };
  const faults = new Faults(new ShownValues(written, SourceListSection, environment));
  const rejection = (found: readonly ConfigFault[]): ConfigError =>
    new ConfigError(
      name,
      found.map((fault) => placed(fault, name, list)),
    );
  try {
    const { sources } = validateSections(SourceListSection, substitute(written, environment, faults), faults);
    checkSources(sources, { list: name, others, defaults }, files, faults);
    if (faults.all().length > 0) throw rejection(faults.all());
    return sources;
  } catch (error) {
    throw error instanceof ExpansionError ? rejection([error]) : error;
  }
}

/** A fault at its place in the file; its message begins with the path of the option in the list. */
function placed({ message, path }: ConfigFault, name: string, { placeOf }: YamlList): ConfigFault {
  if (!path.startsWith(LIST)) return { path: name, message: `${path}: ${message}` };
  const option = path.slice(LIST.length);
  return { path: placeOf(pathKeys(option)), message: option === '' ? message : `${option}: ${message}` };
}
