import { ConfigError, type ConfigFault } from './config-error.js';
import { ConfigFiles, type FileTexts } from './config-files.js';
import { type CallListener, FileReader } from './file-reader.js';
import { folderOf, readConfig } from './read-config.js';
import { type SecretFile, type SecretRule } from './secret-rules.js';
import { type FileSection } from './sections.js';
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
}

/** The checked sections, or the faults. Can be sent between threads. */
export type ConfigAnswer = {
  /** The valid secrets by the absolute paths of their files. */
  readonly secrets: ReadonlyMap<string, SecretFile>;
} & (
  | { readonly sections: FileSection; readonly texts: FileTexts }
  | { readonly faults: readonly ConfigFault[]; readonly files: readonly string[] }
);

/** Reads and checks a configuration file and the files it names, in the thread that it is called in. */
export function checkConfig(
  { blocked, environment, file, secretFiles }: ConfigTask,
  onCall?: CallListener,
): ConfigAnswer {
  const reader = new FileReader(blocked, onCall);
  const files = new ConfigFiles(folderOf(file), reader, secretFiles);
  try {
    const sections = readConfig(file, environment, reader, files);
    return { sections, texts: files.texts, secrets: files.secrets };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    files.readFormerSecrets();
    return { faults: error.faults, files: error.files, secrets: files.secrets };
  }
}
