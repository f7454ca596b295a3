import { type Logger } from '@gateway/core';

import { connectionsFor, RECOMMENDED_OPEN_FILES } from './open-files.js';

/**
 * The checks, one per second, after which the maximum counts as no longer reached, if all had fewer than nine tenths of
 * the connections.
 */
const CALM_CHECKS = 60;
const CALM_SHARE = 0.9;
/** This many connections are always accepted. */
const MIN_CONNECTIONS = 16;

/** The maximum number of connections, and whether it is reached. */
export class ConnectionCap {
  readonly #openFiles: number | undefined;
  readonly #logger: Logger;
  readonly #configured: number;
  #max: number;
  #isReached = false;
  #calmChecks = 0;
  #refused = 0;
  /** The codes of the faults since there was none for some time. */
  readonly #faults = new Set<string>();
  #checksWithoutFault = 0;

  /**
   * `openFiles` is the maximum number of open files of the process, if there is one: fewer than `max` may be allowed
   * then.
   */
  constructor(openFiles: number | undefined, logger: Logger, max = Infinity) {
    this.#openFiles = openFiles;
    this.#logger = logger;
    this.#configured = max;
    this.#max = max;
  }

  /** The maximum number of connections. */
  get max(): number {
    return this.#max;
  }

  /** How many connections were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Computes the maximum for a number of sources. */
  adjust(sources: number): void {
    if (this.#openFiles === undefined) return;
    this.#max = Math.min(this.#configured, Math.max(MIN_CONNECTIONS, connectionsFor(this.#openFiles, sources)));
  }

  /** Logs the maximum for a number of sources; a warning if the limit of open files is too low. */
  logFor(sources: number): void {
    const openFiles = this.#openFiles;
    if (openFiles === undefined) return;
    const fields = { open_files: openFiles, sources, max_connections: this.#max };
    if (connectionsFor(openFiles, sources) < MIN_CONNECTIONS) {
      this.#logger.warn(fields, 'the limit of open files is too low for the sources; raise ulimit -n or LimitNOFILE');
    } else if (openFiles < RECOMMENDED_OPEN_FILES) {
      this.#logger.warn(fields, 'the limit of open files is low; raise ulimit -n or LimitNOFILE');
    } else {
      this.#logger.info(fields, 'the limit of open files bounds the connections of clients');
    }
  }

  /** Records that the maximum is reached. */
  reached(): void {
    this.#calmChecks = 0;
    if (this.#isReached) return;
    this.#isReached = true;
    this.#logger.warn(
      { max_connections: this.#max },
      'maximum number of connections reached; idle ones are closed, new ones may be refused',
    );
  }

  /** Counts a new connection that was refused for another reason than the maximum. */
  countRefused(): void {
    this.#refused += 1;
  }

  /** Records that a new connection was refused. */
  refuse(): void {
    this.countRefused();
    this.reached();
  }

  /**
   * Records that the system could not open a new connection. Logs each error code once, until there was none for a
   * minute.
   */
  fail(code: string): void {
    this.#refused += 1;
    this.#checksWithoutFault = 0;
    if (this.#faults.has(code)) return;
    this.#faults.add(code);
    this.#logger.warn({ code }, 'the system cannot open a connection of a client');
  }

  /**
   * Logs once when the maximum has not been reached for 60 checks. Call it at each check with the number of
   * connections.
   */
  check(open: number): void {
    this.#checksWithoutFault += 1;
    if (this.#checksWithoutFault >= CALM_CHECKS) this.#faults.clear();
    if (!this.#isReached) return;
    this.#calmChecks = open < this.#max * CALM_SHARE ? this.#calmChecks + 1 : 0;
    if (this.#calmChecks < CALM_CHECKS) return;
    this.#isReached = false;
    this.#logger.info({ open, refused: this.#refused }, 'maximum number of connections is no longer reached');
  }
}
