import { setImmediate as nextTurn } from 'node:timers/promises';

import { ConfigError, type ConfiguredSource, type LoadedConfig } from '@gateway/config';
import { type Logger } from '@gateway/core';
import { type PolledSource, type Poller, type Timers } from '@gateway/poller';

import { type ConfigDifference, differenceOf, isSame, waitingForRestart } from './config-difference.js';
import { WatchedFiles } from './watched-files.js';

const LOOK_INTERVAL_MS = 1_000;
/** A file that is still being written is left alone until a look finds it as the look before; after so many it is read all the same. */
const MOST_RESTLESS_LOOKS = 5;
const ADAPTERS_PER_TURN = 20;
const TIMER = 'configuration files';

/** What a reload works with. */
export interface ReloadParts {
  /** Reads the configuration afresh. Rejects with a `ConfigError`. */
  readonly load: () => Promise<LoadedConfig>;
  readonly makeSource: (configured: ConfiguredSource) => PolledSource;
  readonly poller: Pick<Poller, 'reconfigure'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

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
    started: LoadedConfig,
    private readonly parts: ReloadParts,
  ) {
    this.#started = started;
    this.#running = started;
    this.#watched = started.files;
  }

  /** Looks each second from now on. What has changed since the gateway read its configuration is found too. */
  start(): void {
    if (this.#stopped) return;
    this.parts.timers.set(
      TIMER,
      LOOK_INTERVAL_MS,
      () => void this.#inTurn(() => this.#look()).then(() => this.start()),
    );
  }

  /** Reads the configuration now and says what came of it, also when that is nothing. Resolves when it is applied. */
  now(): Promise<void> {
    return this.#inTurn(() => this.#reload(true));
  }

  /** Applies nothing more. */
  stop(): void {
    this.#stopped = true;
    this.parts.timers.clear(TIMER);
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => {
      this.parts.logger.error({ err: error }, 'configuration could not be reloaded by a fault of ours');
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
      const next = await this.parts.load();
      this.#watched = next.files;
      await this.#apply(next, asked);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#watched = [...new Set([...this.#running.files, ...error.files])];
      this.parts.logger.error({ faults: error.faults }, 'configuration cannot be used, the running one stays');
    }
  }

  async #apply(next: LoadedConfig, asked: boolean): Promise<void> {
    const difference = differenceOf(this.#running, next, this.#touched);
    this.#touched.clear();
    if (JSON.stringify(next.warnings) !== JSON.stringify(this.#running.warnings)) logWarnings(next, this.parts.logger);
    this.#tellWaiting(next);
    if (isSame(difference)) {
      this.parts.logger[asked ? 'info' : 'debug']({}, 'configuration was read again and changes nothing');
    } else {
      const sources = await this.#sourcesOf(next, difference);
      if (this.#stopped) return;
      await this.parts.poller.reconfigure(sources, next.retention);
      const { added, edited, removed, retention } = difference;
      this.parts.logger.info({ added, removed, edited, retention }, 'configuration reloaded');
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
      polled.push(this.parts.makeSource(configured));
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
    if (sections.length > 0) this.parts.logger.warn({ sections }, 'configuration has changes that wait for a restart');
  }
}

/** Logs each warning of a configuration, such as a deprecated option. */
export function logWarnings({ warnings }: LoadedConfig, logger: Logger): void {
  for (const { message, path } of warnings)
    logger.warn({ path, reason: message }, 'configuration option is deprecated');
}
