import { type BlockedFiles } from './blocked-files.js';
import { buildConfig } from './build-config.js';
import { checkInWorker } from './check-in-worker.js';
import { type LoadedConfig } from './config.js';
import { type ConfigAnswer, type ConfigTask } from './config-check.js';
import { ConfigError } from './config-error.js';
import { LoadedFiles } from './loaded-files.js';
import { folderOf } from './read-config.js';
import { SecretTexts } from './secret-texts.js';
import { type Environment } from './variables.js';

/** Checks a configuration; see `checkInWorker`. */
export type CheckConfig = (task: ConfigTask, blocked: BlockedFiles) => Promise<ConfigAnswer>;

/** Reads one configuration file and the files it names, again and again. `${NAME}` stands for a variable of the environment. */
export class ConfigReader {
  readonly #secrets = new SecretTexts();

  constructor(
    private readonly file: string,
    /** The files that do not answer at the moment. */
    readonly blocked: BlockedFiles,
    private readonly environment: Environment = readEnvironment(),
    private readonly check: CheckConfig = checkInWorker,
  ) {}

  /**
   * Reads and checks the configuration. The secrets of configurations that it returned before show their new texts, also if
   * it rejects. Rejects with a `ConfigError` with all faults at once, none of which shows a secret.
   */
  async load(): Promise<LoadedConfig> {
    const { blocked, file } = this;
    const task = {
      file,
      environment: { ...this.environment },
      secretFiles: this.#secrets.rules,
      blocked: blocked.paths,
    };
    const answer = await this.check(task, blocked);
    this.#secrets.update(answer.secrets);
    if ('faults' in answer) throw new ConfigError(file, answer.faults, answer.files);
    this.#secrets.keep(answer.secrets);
    return buildConfig(file, answer.sections, new LoadedFiles(folderOf(file), answer.texts, this.#secrets));
  }
}

/** The environment of this process. No other code reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
