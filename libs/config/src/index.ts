export { type Config, type ConfiguredSource, type StoreConfig } from './config.js';
export { ConfigError, type ConfigFault } from './config-error.js';
export { loadConfig, readEnvironment } from './load-config.js';
