import { ConfigError, type ConfigLoader, isLoopback, type LoadedConfig } from '@gateway/config';
import { type AdapterFactory, type Logger, nextTurn, type Timers } from '@gateway/core';
import { type PolledSource } from '@gateway/poller';

import { type Access } from '../access/access.js';
import { logSizing } from '../app/sizing.js';
import { type ServerCertificate } from '../connections/server-certificate.js';
import { type Discovery } from '../discovery/discovery.js';
import { type Fleet } from '../discovery/fleet.js';
import { type ConfigDifference, differenceOf, isEmpty, sectionsForRestart } from './config-difference.js';
import { logRejected, logWarnings } from './log-config.js';
import { WatchedFiles } from './watched-files.js';

const CHECK_INTERVAL_MS = 1_000;
/**
 * Changed files are read after a check without changes, as they may be incomplete before; at the latest after 5
 * checks.
 */
const MAX_UNSETTLED_CHECKS = 5;
const ADAPTERS_PER_TURN = 20;
const TIMER = 'configuration files';

/** What a reload changes. */
export interface ReloadedParts {
  readonly access: Access;
  readonly fleet: Fleet;
  readonly discovery: Discovery;
  /** Absent without TLS. */
  readonly certificate?: ServerCertificate | undefined;
}

/**
 * Reloads the configuration while the gateway runs. Checks every second whether the configuration file, or a file it
 * names, has changed, and passes the changed sources, retention, access rules and certificates on. An invalid
 * configuration is rejected as a whole, and the running one stays in use. An invalid file of `sources_files` is
 * rejected alone.
 */
export class Reload {
  readonly #files: WatchedFiles;
  /** The configuration at the start; its sections `SECTIONS_AT_START` stay in use until a restart. */
  readonly #started: LoadedConfig;
  #running: LoadedConfig;
  #watched: readonly string[];
  /** Changed files that have not been read since, and the number of checks in a row that found a change. */
  readonly #pending = new Set<string>();
  #unsettledChecks = 0;
  /** False until the first check, which reports every file as changed. */
  #hasChecked = false;
  /**
   * Files changed since the last valid configuration. Even if a file has its old content again, an adapter may
   * have used the content in between.
   */
  readonly #touched = new Set<string>();
  /** The changes that were last logged as waiting for a restart. */
  #loggedForRestart = '';
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly loader: ConfigLoader,
    private readonly adapters: AdapterFactory,
    private readonly parts: ReloadedParts,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    this.#files = new WatchedFiles(loader.blocked);
    this.#started = loader.started;
    this.#running = loader.started;
    this.#watched = loader.started.files;
  }

  /**
   * Checks the files every second. The first check also finds changes made since the gateway read its
   * configuration.
   */
  start(): void {
    if (this.#stopped) return;
    this.timers.set(TIMER, CHECK_INTERVAL_MS, () => void this.#enqueue(() => this.#check()).then(() => this.start()));
  }

  /**
   * Reloads the configuration now and logs the result at info, also if nothing changes. Resolves when it is
   * applied.
   */
  now(): Promise<void> {
    return this.#enqueue(() => this.#reload(true));
  }

  /** Stops checking; a reload in progress is not applied. */
  stop(): void {
    this.#stopped = true;
    this.timers.clear(TIMER);
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step).catch((error: unknown) => {
      this.logger.error({ err: error }, 'internal error in configuration reload');
    });
    return this.#queue;
  }

  async #check(): Promise<void> {
    if (this.#stopped) return;
    const changed = await this.#files.changed(this.#watched);
    for (const file of changed) this.#pending.add(file);
    if (this.#hasChecked) for (const file of changed) this.#touched.add(file);
    this.#hasChecked = true;
    this.#unsettledChecks = changed.length === 0 ? 0 : this.#unsettledChecks + 1;
    const isSettled = changed.length === 0 || this.#unsettledChecks >= MAX_UNSETTLED_CHECKS;
    if (this.#pending.size > 0 && isSettled) await this.#reload(false);
  }

  async #reload(requested: boolean): Promise<void> {
    if (this.#stopped) return;
    this.#pending.clear();
    this.#unsettledChecks = 0;
    try {
      const next = await this.loader.load();
      this.#checkAccess(next);
      this.#watched = next.files;
      await this.#apply(next, requested);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#watched = [...new Set([...this.#running.files, ...error.files])];
      this.logger.error({ faults: error.faults }, 'configuration is invalid, the running one stays in use');
    }
  }

  /** The server keeps the address of the start, which may not be one for everybody. Throws a `ConfigError`. */
  #checkAccess({ access, files }: LoadedConfig): void {
    const { host } = this.#started.server;
    if (access !== undefined || isLoopback(host)) return;
    const message = `expected access rules while the gateway listens on ${host}; to remove them, restart it on loopback`;
    throw new ConfigError(files[0] ?? '', [{ path: 'access', message }], files);
  }

  async #apply(next: LoadedConfig, requested: boolean): Promise<void> {
    const difference = differenceOf(this.#running, next, this.#touched);
    this.#touched.clear();
    if (JSON.stringify(next.warnings) !== JSON.stringify(this.#running.warnings)) logWarnings(next, this.logger);
    logRejected(next, requested ? [] : this.#running.rejected, this.logger);
    this.#logChangesForRestart(next);
    if (next.server.tls) this.parts.certificate?.replace(next.server.tls);
    if (isEmpty(difference)) {
      this.logger[requested ? 'info' : 'debug']({}, 'configuration is unchanged');
    } else {
      // First of all, because a change of the sources waits for running actions.
      if (difference.access) this.parts.access.reconfigure(next.access);
      const sources = await this.#sourcesOf(next, difference);
      if (this.#stopped) return;
      await this.parts.fleet.reconfigure(next.sources, sources, next.retention);
      await this.parts.discovery.configure();
      const { access, added, edited, removed, retention } = difference;
      this.logger.info({ added, removed, edited, retention, access }, 'configuration reloaded');
      if (retention) logSizing(next.retention.maxJobs, this.logger);
    }
    this.#running = next;
  }

  /**
   * The unchanged sources as names, and the others with new adapters. Yields to the event loop after a few new
   * adapters.
   */
  async #sourcesOf(
    { sources }: LoadedConfig,
    { added, edited }: ConfigDifference,
  ): Promise<readonly (string | PolledSource)[]> {
    const changed = new Set([...added, ...edited]);
    const polled: (string | PolledSource)[] = [];
    let created = 0;
    for (const configured of sources) {
      const { name } = configured.source;
      if (!changed.has(name)) {
        polled.push(name);
        continue;
      }
      polled.push({ source: configured.source, adapter: this.adapters.create(configured) });
      created += 1;
      if (created % ADAPTERS_PER_TURN === 0) await nextTurn();
    }
    return polled;
  }

  #logChangesForRestart(next: LoadedConfig): void {
    const sections = sectionsForRestart(this.#started, next);
    const changes = sections.map((name) => next.atStart[name]).join(' ');
    if (changes === this.#loggedForRestart) return;
    this.#loggedForRestart = changes;
    if (sections.length > 0) this.logger.warn({ sections }, 'configuration has changes that need a restart');
  }
}
