import { type BlockedFiles } from './blocked-files.js';
import { type LoadedConfig } from './config.js';

/** What a configuration that can change while the gateway runs is read from. Also the token it is injected by. */
export abstract class ConfigLoader {
  /** The configuration the gateway was started with. */
  abstract readonly started: LoadedConfig;
  /** The files that do not answer at the moment. */
  abstract readonly blocked: BlockedFiles;
  /**
   * Reads the configuration again, and changes the secrets in use to their new texts. Rejects with a `ConfigError`.
   */
  abstract load(): Promise<LoadedConfig>;
}
