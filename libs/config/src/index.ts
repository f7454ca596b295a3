export { tokenName } from './access-rules.js';
export { BlockedFiles, FILE_TIMEOUT_MS } from './blocked-files.js';
export {
  type ConfigWarning,
  type LoadedConfig,
  type LoadedSource,
  type RejectedSources,
  START_SECTIONS,
  type StartSection,
} from './config.js';
export { ConfigLoader } from './config-loader.js';
export { ConfigError, type ConfigFault } from './config-error.js';
export { ConfigReader } from './config-reader.js';
export { type ListenAddress, readListenAddress } from './listen-address.js';
export { isLoopback } from './loopback.js';
export { type PlaceVariables, placeVariables } from './place-environment.js';
export { tracesEndpoint } from './tracing-environment.js';
