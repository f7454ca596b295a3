export {
  type Config,
  type ConfigWarning,
  type ConfiguredSource,
  type LoadedConfig,
  type LoadedSource,
  type StoreConfig,
} from './config.js';
export { ConfigError, type ConfigFault } from './config-error.js';
export { loadConfig, readEnvironment } from './load-config.js';
export { loadConfigInWorker } from './load-config-in-worker.js';
