import { setImmediate as nextTurn } from 'node:timers/promises';

import { ConfigError, type ConfigLoader, type LoadedConfig } from '@gateway/config';
import { type AdapterFactory, type Logger, type Timers } from '@gateway/core';
import { type PolledSource, type Poller } from '@gateway/poller';

import { type ConfigDifference, differenceOf, isSame, waitingForRestart } from './config-difference.js';
import { WatchedFiles } from './watched-files.js';

const LOOK_INTERVAL_MS = 1_000;
/** A file that is still being written is left alone until a look finds it as the look before; after so many it is read all the same. */
const MOST_RESTLESS_LOOKS = 5;
const ADAPTERS_PER_TURN = 20;
const TIMER = 'configuration files';

/**
 * Keeps the running gateway to its configuration: looks each second whether the file, or one it names, has changed, and
 * brings the difference to the poller. A configuration with a fault is refused whole; what runs goes on.
 */
export class Reload {
  readonly #files = new WatchedFiles();
  /** What the gateway was started with: the sections that no reload can change. */
  readonly #started: LoadedConfig;
  #running: LoadedConfig;
  #watched: readonly string[];
  /** Files found changed that were not read since, and the looks in a row that found one. */
  readonly #pending = new Set<string>();
  #restlessLooks = 0;
  /** The first look finds every file changed. */
  #looked = false;
  /** Files found changed since the last configuration: what was in them meanwhile may have been used, and refused. */
  readonly #touched = new Set<string>();
  #toldWaiting = '';
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly loader: ConfigLoader,
    private readonly adapters: AdapterFactory,
    private readonly poller: Pick<Poller, 'reconfigure'>,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    this.#started = loader.started;
    this.#running = loader.started;
    this.#watched = loader.started.files;
  }

  /** Looks each second from now on. What has changed since the gateway read its configuration is found too. */
  start(): void {
    if (this.#stopped) return;
    this.timers.set(TIMER, LOOK_INTERVAL_MS, () => void this.#inTurn(() => this.#look()).then(() => this.start()));
  }

  /** Reads the configuration now and says what came of it, also when that is nothing. Resolves when it is applied. */
  now(): Promise<void> {
    return this.#inTurn(() => this.#reload(true));
  }

  /** Applies nothing more. */
  stop(): void {
    this.#stopped = true;
    this.timers.clear(TIMER);
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => {
      this.logger.error({ err: error }, 'configuration could not be reloaded by a fault of ours');
    });
    return this.#turn;
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    const changed = await this.#files.changed(this.#watched);
    for (const file of changed) this.#pending.add(file);
    if (this.#looked) for (const file of changed) this.#touched.add(file);
    this.#looked = true;
    this.#restlessLooks = changed.length === 0 ? 0 : this.#restlessLooks + 1;
    const isQuiet = changed.length === 0 || this.#restlessLooks >= MOST_RESTLESS_LOOKS;
    if (this.#pending.size > 0 && isQuiet) await this.#reload(false);
  }

  async #reload(asked: boolean): Promise<void> {
    if (this.#stopped) return;
    this.#pending.clear();
    this.#restlessLooks = 0;
    try {
      const next = await this.loader.load();
      this.#watched = next.files;
      await this.#apply(next, asked);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#watched = [...new Set([...this.#running.files, ...error.files])];
      this.logger.error({ faults: error.faults }, 'configuration cannot be used, the running one stays');
    }
  }

  async #apply(next: LoadedConfig, asked: boolean): Promise<void> {
    const difference = differenceOf(this.#running, next, this.#touched);
    this.#touched.clear();
    if (JSON.stringify(next.warnings) !== JSON.stringify(this.#running.warnings)) logWarnings(next, this.logger);
    this.#tellWaiting(next);
    if (isSame(difference)) {
      this.logger[asked ? 'info' : 'debug']({}, 'configuration was read again and changes nothing');
    } else {
      const sources = await this.#sourcesOf(next, difference);
      if (this.#stopped) return;
      await this.poller.reconfigure(sources, next.retention);
      const { added, edited, removed, retention } = difference;
      this.logger.info({ added, removed, edited, retention }, 'configuration reloaded');
    }
    this.#running = next;
  }

  /** The names of sources that go on, and the others made anew: a few at a time, since each makes its own agents. */
  async #sourcesOf(
    { sources }: LoadedConfig,
    { added, edited }: ConfigDifference,
  ): Promise<readonly (string | PolledSource)[]> {
    const anew = new Set([...added, ...edited]);
    const polled: (string | PolledSource)[] = [];
    let made = 0;
    for (const configured of sources) {
      const { name } = configured.source;
      if (!anew.has(name)) {
        polled.push(name);
        continue;
      }
      polled.push({ source: configured.source, adapter: this.adapters.create(configured) });
      made += 1;
      if (made % ADAPTERS_PER_TURN === 0) await nextTurn();
    }
    return polled;
  }

  #tellWaiting(next: LoadedConfig): void {
    const sections = waitingForRestart(this.#started, next);
    const told = sections.map((name) => next.atStart[name]).join(' ');
    if (told === this.#toldWaiting) return;
    this.#toldWaiting = told;
    if (sections.length > 0) this.logger.warn({ sections }, 'configuration has changes that wait for a restart');
  }
}

/** Logs each warning of a configuration, such as a deprecated option. */
export function logWarnings({ warnings }: LoadedConfig, logger: Logger): void {
  for (const { message, path } of warnings)
    logger.warn({ path, reason: message }, 'configuration option is deprecated');
}
