export {
  type Config,
  type ConfiguredSource,
  type LoadedConfig,
  type LoadedSource,
  type StoreConfig,
} from './config.js';
export { ConfigError, type ConfigFault } from './config-error.js';
export { loadConfig, readEnvironment } from './load-config.js';
export { loadConfigAside } from './load-config-aside.js';
