export { type ConfigWarning, type LoadedConfig, type LoadedSource } from './config.js';
export { ConfigLoader } from './config-loader.js';
export { ConfigModule } from './config.module.js';
export { ConfigError, type ConfigFault } from './config-error.js';
export { loadConfig, readEnvironment } from './load-config.js';
export { loadConfigInWorker } from './load-config-in-worker.js';
