/** The options of a simulator. */
import { type SourceKind } from '@gateway/core';

import { type BackendSettings } from './dialect.js';
import { type TlsFiles } from './listener.js';

/** The backends and what happens on them. */
export interface SimulatorOptions {
  /** The number of backends of each kind; a kind that is left out has none. */
  readonly backends: Readonly<Partial<Record<SourceKind, number>>>;
  /** The number of clusters that each Unified Manager manages, besides those in `backends`. @default 0 */
  readonly managed?: number;
  /** The number of jobs on each backend at the start; every second one has ended. */
  readonly jobs: number;
  /** New jobs per minute on each backend. */
  readonly churn: number;
  /** The delay of every answer. */
  readonly latencyMs: number;
  /** The same seed and clock give the same jobs, independent of requests. */
  readonly seed: number;
  /** The time after which ONTAP deletes terminal jobs. @default 300_000 */
  readonly retentionMs?: number;
  /** @default the system's clock */
  readonly clock?: { now(): number };
  /**
   * The port of the control address; the backends, then the managed clusters use those after it. 0: free ports.
   * @default 0
   */
  readonly port?: number;
  /** The address to listen on. @default 127.0.0.1 */
  readonly host?: string;
  /** Makes the backends use HTTPS. With `ca` ONTAP accepts client certificates of that authority as a login. */
  readonly tls?: TlsFiles;
  /** The username of every backend. @default admin */
  readonly username?: string;
  /** @default simulator */
  readonly password?: string;
  /** Settings of single backends by name; they replace those in `KINDS`. */
  readonly settings?: Readonly<Record<string, BackendSettings>>;
}
