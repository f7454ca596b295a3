import { type Config, type ConfiguredSource } from '@gateway/core';

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

/** A loaded configuration with what a reload compares. */
export interface LoadedConfig extends Config {
  readonly sources: readonly LoadedSource[];
  /** Absolute paths of all files it was read from; the configuration file is first. */
  readonly files: readonly string[];
  readonly warnings: readonly ConfigWarning[];
  /** The fingerprints of the sections that take effect only when the gateway starts. */
  readonly atStart: { readonly server: string; readonly store: string };
}
