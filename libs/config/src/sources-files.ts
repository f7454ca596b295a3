/** The files of `sources_files`: each is checked by itself, and a faulty one is rejected without the others. */
import { dirname, relative, sep } from 'node:path';

import { type SourceOwners } from './check-sections.js';
import { ConfigError, type ConfigFault } from './config-error.js';
import { ConfigFiles } from './config-files.js';
import { fileIn, type FilePattern, filePattern, matchesFile } from './file-pattern.js';
import { FileProblem } from './file-problem.js';
import { type FileReader } from './file-reader.js';
import { itemPath } from './option-path.js';
import { readSourceList } from './read-source-list.js';
import { type SecretRule } from './secret-rules.js';
import { type Defaults, type SourceSection } from './sections.js';
import { type Environment } from './variables.js';

/** More files than this are a mistake: each of them is read and watched. */
const MAX_FILES = 1_000;

/** What the files are checked against. */
export interface SourcesContext {
  /** The absolute paths of the configuration file and of its folder. */
  readonly file: string;
  readonly folder: string;
  readonly environment: Environment;
  readonly reader: FileReader;
  /** As in `ConfigFiles`. */
  readonly secretFiles: ReadonlyMap<string, SecretRule>;
  readonly defaults: Defaults | null | undefined;
  /** The sources of the configuration file. */
  readonly owners: SourceOwners;
  /** The names of the sources that were last valid, by the absolute paths of their files. */
  readonly lastValid: ReadonlyMap<string, readonly string[]>;
}

/** A file of `sources_files`; a folder that cannot be read counts as one. */
interface SourcesFile {
  /** The absolute path. */
  readonly path: string;
  /** The path for messages: relative to the configuration file's folder if the file is below it. */
  readonly name: string;
}

/** A file with valid sources. */
export interface AcceptedFile extends SourcesFile {
  readonly sources: readonly SourceSection[];
}

/** A file that is rejected. `kept` are the names of its last valid sources that stay in use. */
export interface RejectedFile extends SourcesFile {
  readonly faults: readonly ConfigFault[];
  readonly kept: readonly string[];
}

/** What was read of all files. Can be sent between threads. */
export interface SourcesFilesAnswer {
  /** In the order of their paths. */
  readonly files: readonly (AcceptedFile | RejectedFile)[];
  /** Absolute paths of files and folders: a change of one may change this answer. */
  readonly watched: readonly string[];
}

/**
 * Reads the files that the patterns match. A name belongs to the configuration file if that uses it, else to the first
 * file in the order of paths: a later file with that name is rejected. What valid files name is added to `named`.
 */
export function readSourcesFiles(
  patterns: readonly string[],
  context: SourcesContext,
  named: ConfigFiles,
): SourcesFilesAnswer {
  const found = findFiles(patterns, context);
  const owners = new Map(context.owners);
  const watched = new Set([...found.folders, ...found.files.keys()]);
  const files = [...found.files]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, problem]) => {
      const own = new ConfigFiles(context.folder, context.reader, context.secretFiles);
      const file = { path, name: shownPath(path, context.folder) };
      const read =
        problem === undefined ? readFile(file, owners, own, context) : rejected(file, problem, owners, context);
      for (const each of own.paths) watched.add(each);
      if ('sources' in read) named.add(own);
      for (const [name, place] of placesOf(read)) owners.set(name, place);
      return read;
    });
  return { files, watched: [...watched] };
}

/** The files to read, and those that cannot be read with the reason. */
interface FoundFiles {
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly folders: ReadonlySet<string>;
}

function findFiles(patterns: readonly string[], { file, folder, lastValid, reader }: SourcesContext): FoundFiles {
  const files = new Map<string, string | undefined>();
  const folders = new Set<string>();
  for (const pattern of patterns.map((text) => filePattern(text, folder))) {
    folders.add(pattern.folder);
    try {
      for (const path of matchingFiles(pattern, reader)) if (path !== file) files.set(path, undefined);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      files.set(pattern.folder, error.message);
      for (const path of lastValid.keys())
        if (matchesFile(pattern, path)) files.set(path, `its folder ${error.message}`);
    }
  }
  leaveOutExcess(files, lastValid);
  return { files, folders };
}

/** Files above the limit are not read; one problem of their folder stands for all that have no sources in use. */
function leaveOutExcess(files: Map<string, string | undefined>, lastValid: SourcesContext['lastValid']): void {
  const problem = `${files.size} files match, expected at most ${MAX_FILES}`;
  for (const path of [...files.keys()].sort().slice(MAX_FILES)) {
    files.delete(path);
    files.set(lastValid.has(path) ? path : dirname(path), problem);
  }
}

/** Throws a `FileProblem` if the folder cannot be read. A folder that does not exist has no files. */
function matchingFiles(pattern: FilePattern, reader: FileReader): readonly string[] {
  return reader
    .names(pattern.folder)
    .filter((name) => pattern.matches(name))
    .map((name) => fileIn(pattern, name));
}

function readFile(
  file: SourcesFile,
  owners: SourceOwners,
  own: ConfigFiles,
  context: SourcesContext,
): AcceptedFile | RejectedFile {
  try {
    return { ...file, sources: readSourceList(file, { ...context, files: own, others: owners }) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...file, faults: error.faults, kept: keptOf(file, owners, context) };
  }
}

function rejected(file: SourcesFile, message: string, owners: SourceOwners, context: SourcesContext): RejectedFile {
  return { ...file, faults: [{ path: file.name, message }], kept: keptOf(file, owners, context) };
}

/** The last valid sources of a file, without those whose names are used elsewhere now. */
function keptOf({ path }: SourcesFile, owners: SourceOwners, { lastValid }: SourcesContext): readonly string[] {
  return (lastValid.get(path) ?? []).filter((name) => !owners.has(name));
}

/** Where the sources of a file are. */
function placesOf(file: AcceptedFile | RejectedFile): readonly (readonly [name: string, place: string])[] {
  if ('kept' in file) return file.kept.map((name) => [name, file.name] as const);
  return file.sources.map(({ name }, index) => [name, itemPath(file.name, index)] as const);
}

/** A path as messages and the API show it. */
function shownPath(path: string, folder: string): string {
  const inside = relative(folder, path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) ? path : inside;
}
