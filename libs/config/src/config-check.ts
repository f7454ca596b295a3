import { resolve } from 'node:path';

import { ConfigError, type ConfigFault } from './config-error.js';
import { ConfigFiles, type FileTexts, folderOf } from './config-files.js';
import { type CallListener, FileReader } from './file-reader.js';
import { ownersIn, readConfig } from './read-config.js';
import { type SecretFile, type SecretRule } from './secret-rules.js';
import { type FileSection } from './sections.js';
import { readSourcesFiles, type SourcesContext, type SourcesFilesAnswer } from './sources-files.js';
import { type Environment } from './variables.js';

/** What `checkConfig` reads. Can be sent between threads. */
export interface ConfigTask {
  readonly file: string;
  readonly environment: Environment;
  /**
   * The rules of secrets that are in use, by the absolute paths of their files: these are read even if the
   * configuration is invalid.
   */
  readonly secretFiles: ReadonlyMap<string, SecretRule>;
  /** Absolute paths of files that must not be touched, because an earlier call to each still waits. */
  readonly blocked: readonly string[];
  /** As in `SourcesContext`. */
  readonly lastValid: SourcesContext['lastValid'];
}

/** The checked sections, or the faults. Can be sent between threads. */
export type ConfigAnswer = {
  /** The valid secrets by the absolute paths of their files. */
  readonly secrets: ReadonlyMap<string, SecretFile>;
} & (
  | { readonly sections: FileSection; readonly texts: FileTexts; readonly sourcesFiles: SourcesFilesAnswer }
  | { readonly faults: readonly ConfigFault[]; readonly files: readonly string[] }
);

/** Called before and after each call to a file system; see `CallListener`. */
export interface CallListeners {
  readonly onCall: CallListener;
  /** The same for a call on behalf of one file of `sources_files`, without which the configuration can be used. */
  readonly onOptionalCall: CallListener;
}

const NO_LISTENERS: CallListeners = { onCall: () => undefined, onOptionalCall: () => undefined };

/** Reads and checks a configuration file and the files it names, in the thread that it is called in. */
export function checkConfig(
  { blocked, environment, file, lastValid, secretFiles }: ConfigTask,
  { onCall, onOptionalCall }: CallListeners = NO_LISTENERS,
): ConfigAnswer {
  const reader = new FileReader(blocked, onCall);
  const folder = folderOf(file);
  const files = new ConfigFiles(folder, reader, secretFiles);
  try {
    const sections = readConfig(file, environment, reader, files);
    const context: SourcesContext = {
      ...{ environment, folder, lastValid, secretFiles },
      file: resolve(file),
      reader: new FileReader(blocked, onOptionalCall),
      defaults: sections.defaults,
      owners: ownersIn(sections),
    };
    const sourcesFiles = readSourcesFiles(sections.sources_files ?? [], context, files);
    if (sourcesFiles.files.some((each) => 'faults' in each)) files.readOtherSecrets();
    return { sections, texts: files.texts, secrets: files.secrets, sourcesFiles };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    files.readFormerSecrets();
    return { faults: error.faults, files: error.files, secrets: files.secrets };
  }
}
