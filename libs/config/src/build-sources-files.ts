import { type SourceOrigin } from '@gateway/core';

import { type BuildContext, buildSource } from './build-source.js';
import { type LoadedSource, type RejectedSources } from './config.js';
import { type AcceptedFile, type SourcesFilesAnswer } from './sources-files.js';

/** The sources of all files of `sources_files`, by the absolute path of their file. */
export type SourcesByFile = ReadonlyMap<string, readonly LoadedSource[]>;

/** What the files of `sources_files` add to a configuration. */
export interface BuiltFiles {
  /** In the order of their files, then as in the file. */
  readonly sources: readonly LoadedSource[];
  /** The last valid content of each file. */
  readonly lastValid: SourcesByFile;
  readonly accepted: readonly AcceptedFile[];
  readonly rejected: readonly RejectedSources[];
  /** Absolute paths of files and folders whose change may change the sources. */
  readonly watched: readonly string[];
}

/** Builds the sources of the valid files, and keeps those of a rejected file as they were. */
export function buildSourcesFiles(
  { files, watched }: SourcesFilesAnswer,
  lastValid: SourcesByFile,
  context: BuildContext,
): BuiltFiles {
  const built = files.map((file): readonly [string, readonly LoadedSource[]] => {
    if ('faults' in file) return [file.path, lastValid.get(file.path) ?? []];
    const origin: SourceOrigin = { kind: 'file', file: file.name };
    return [file.path, file.sources.map((source) => buildSource(source, origin, context))];
  });
  const rejected = files.filter((file) => 'faults' in file);
  const keptNames = new Map(rejected.map(({ kept, path }) => [path, new Set(kept)]));
  const sources = built.flatMap(([path, all]) => {
    const names = keptNames.get(path);
    return names ? all.filter(({ source }) => names.has(source.name)) : all;
  });
  return {
    sources,
    lastValid: new Map(built),
    accepted: files.filter((file) => 'sources' in file),
    rejected: rejected.map(({ faults, kept, name }) => ({ file: name, faults, kept: kept.length })),
    watched: [...watched, ...sources.flatMap((source) => source.files)],
  };
}
