import { type RedisAccess, type Source, type SourceConnection } from '@gateway/core';

/** A configured source, and the connection that only its adapter uses. */
export interface ConfiguredSource {
  readonly source: Source;
  readonly connection: SourceConnection;
}

/** Where jobs are stored; `path` is absolute. */
export type StoreConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | ({ readonly kind: 'redis'; readonly namespace: string } & RedisAccess);

/** The checked configuration with all defaults. */
export interface Config {
  readonly server: { readonly host: string; readonly port: number };
  readonly store: StoreConfig;
  /** How long terminal jobs are kept, and how many jobs are kept at most. */
  readonly retention: { readonly terminalMs: number; readonly maxJobs: number };
  /** Names are unique. */
  readonly sources: readonly ConfiguredSource[];
}

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
