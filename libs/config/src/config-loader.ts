import { type LoadedConfig } from './config.js';

/** What a configuration that can change while the gateway runs is read from. Also the token it is injected by. */
export abstract class ConfigLoader {
  /** The configuration the gateway was started with. */
  abstract readonly started: LoadedConfig;
  /** Reads the configuration again. Rejects with a `ConfigError`. */
  abstract load(): Promise<LoadedConfig>;
}
