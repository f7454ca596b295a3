import { type Config, type ConfiguredSource } from '@gateway/core';

import { type ConfigFault } from './config-error.js';

/** A configured source with what a reload compares. */
export interface LoadedSource extends ConfiguredSource {
  /**
   * Equal for equal sources, including the texts of the files they name. Derived from secrets: must not be logged or
   * stored.
   */
  readonly fingerprint: string;
  /** Absolute paths of the files that the source names. */
  readonly files: readonly string[];
}

/** A valid use of the configuration file that should change, such as a deprecated option. */
export interface ConfigWarning {
  readonly path: string;
  readonly message: string;
}

/** A file of `sources_files` whose content is not used. */
export interface RejectedSources {
  /** Relative to the configuration file's folder if it is below it, else absolute. */
  readonly file: string;
  readonly faults: readonly ConfigFault[];
  /** The number of sources from its last valid content that stay in use. */
  readonly kept: number;
}

/** The options that take effect only when the gateway starts. */
export const START_SECTIONS = [
  'server',
  'limits',
  'shutdown',
  'store',
  'actions',
  'audit',
  'retention.actions',
] as const;
/** Options that take effect only when the gateway starts. */
export type StartSection = (typeof START_SECTIONS)[number];

/** A loaded configuration with what a reload compares. */
export interface LoadedConfig extends Config {
  readonly sources: readonly LoadedSource[];
  /**
   * Absolute paths of all files it was read from, and of the folders of `sources_files`; the configuration file is
   * first.
   */
  readonly files: readonly string[];
  readonly warnings: readonly ConfigWarning[];
  readonly rejected: readonly RejectedSources[];
  /** The fingerprints of these options; that of `server` is without the files of `server.tls`. */
  readonly atStart: Readonly<Record<StartSection, string>>;
  /** Equal for equal access rules, including the texts of the files they name. Must not be logged or stored. */
  readonly accessFingerprint: string;
}
