import { type Config, type ConfiguredSource } from '@gateway/core';

/** A configured source as it was loaded. */
export interface LoadedSource extends ConfiguredSource {
  /**
   * Equal as long as nothing of the source has changed, the texts of the files it names included. Made from its secrets: not
   * to be logged or stored.
   */
  readonly fingerprint: string;
  /** Absolute paths of the files it names. */
  readonly files: readonly string[];
}

/** A configuration as it was loaded, and what tells whether it has changed since. */
export interface LoadedConfig extends Config {
  readonly sources: readonly LoadedSource[];
  /** Absolute paths of all files it was read from, the configuration file first. */
  readonly files: readonly string[];
  /** The fingerprints of the sections that count when the gateway starts and not later. */
  readonly atStart: { readonly server: string; readonly store: string };
}
