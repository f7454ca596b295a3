import { type BlockedFiles } from './blocked-files.js';
import { buildConfig } from './build-config.js';
import { buildSourcesFiles } from './build-sources-files.js';
import { checkInWorker } from './check-in-worker.js';
import { type LoadedConfig, type LoadedSource } from './config.js';
import { type ConfigAnswer, type ConfigTask } from './config-check.js';
import { ConfigError } from './config-error.js';
import { folderOf } from './config-files.js';
import { LoadedFiles } from './loaded-files.js';
import { SecretTexts } from './secret-texts.js';
import { type Environment } from './variables.js';

/** Checks a configuration; see `checkInWorker`. */
export type CheckConfig = (task: ConfigTask, blocked: BlockedFiles) => Promise<ConfigAnswer>;

/**
 * Reads one configuration file and the files it names, again and again. `${NAME}` stands for a variable of the
 * environment.
 */
export class ConfigReader {
  readonly #secrets = new SecretTexts();
  /** The sources of the last valid content of each file of `sources_files`, by the file's absolute path. */
  #lastValid: ReadonlyMap<string, readonly LoadedSource[]> = new Map();

  constructor(
    private readonly file: string,
    /** The files that do not answer at the moment. */
    readonly blocked: BlockedFiles,
    private readonly environment: Environment = readEnvironment(),
    private readonly check: CheckConfig = checkInWorker,
  ) {}

  /**
   * Reads and checks the configuration. A file of `sources_files` that is rejected keeps the sources of its last valid
   * content. The secrets of configurations that it returned before show their new texts, also if it rejects. Rejects
   * with a `ConfigError` with all faults at once, none of which shows a secret.
   */
  async load(): Promise<LoadedConfig> {
    const { blocked, file } = this;
    const task = {
      file,
      environment: { ...this.environment },
      secretFiles: this.#secrets.rules,
      blocked: blocked.paths,
      lastValid: new Map([...this.#lastValid].map(([path, sources]) => [path, sources.map(nameOf)])),
    };
    const answer = await this.check(task, blocked);
    this.#secrets.update(answer.secrets);
    if ('faults' in answer) throw new ConfigError(file, answer.faults, answer.files);
    const files = new LoadedFiles(folderOf(file), answer.texts, this.#secrets);
    const built = buildSourcesFiles(answer.sourcesFiles, this.#lastValid, {
      defaults: answer.sections.defaults,
      files,
    });
    this.#lastValid = built.lastValid;
    // The sources that are kept may use secrets that nothing else names.
    if (built.rejected.length === 0) this.#secrets.keep(answer.secrets);
    return buildConfig(file, answer.sections, files, built);
  }
}

function nameOf({ source }: LoadedSource): string {
  return source.name;
}

/** The environment of this process. No other code reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
