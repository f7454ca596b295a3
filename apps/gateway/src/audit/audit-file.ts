import { type FileHandle, open, stat } from 'node:fs/promises';

import { ConfigError } from '@gateway/config';
import { Config, Logger, Timers } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { AuditTrail } from '../actions/ledger/audit-trail.js';

/** Only the user of the gateway may read a new file. */
const MODE = 0o600;
const RETRY_MS = 1_000;
const TIMER = 'audit file';
/** Lines that wait while the file cannot be written; further ones are lost. */
const MAX_WAITING = 100_000;
/** Lines of one write. */
const AT_ONCE = 500;

/**
 * Appends the records of actions to a file, one JSON text per line: each when it is created and whenever its outcome
 * changes, by the replica that writes it to the store. The file is a copy for other programs: an action that is durable
 * in the store does not wait for it. A file that was moved is replaced by a new one.
 */
@Injectable()
export class AuditFile {
  readonly #path: string | undefined;
  #waiting: string[] = [];
  #file: FileHandle | undefined;
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #failedWrites = 0;
  #lostLines = 0;

  constructor(
    { audit }: Config,
    trail: AuditTrail,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    this.#path = audit?.file;
    if (this.#path !== undefined) trail.onWrite((record) => this.#add(JSON.stringify(record)));
  }

  /** Writes that failed. */
  get failedWrites(): number {
    return this.#failedWrites;
  }

  /** Lines that were not written, because too many waited or the gateway has stopped. */
  get lostLines(): number {
    return this.#lostLines;
  }

  /** Opens the file. Throws a `ConfigError` if it cannot be opened. */
  async start(): Promise<void> {
    if (this.#path === undefined) return;
    try {
      await this.#current(this.#path);
    } catch (error) {
      const message = `cannot be opened: ${(error as Error).message}`;
      throw new ConfigError('configuration', [{ path: 'audit.file', message }]);
    }
  }

  /** Writes what still waits, once, and closes the file. */
  async stop(): Promise<void> {
    this.timers.clear(TIMER);
    await this.#writing;
    this.timers.clear(TIMER);
    if (this.#waiting.length > 0) await this.#writeAll();
    this.timers.clear(TIMER);
    const lines = this.#waiting.length;
    this.#lostLines += lines;
    if (lines > 0) this.logger.error({ file: this.#path, lines }, 'lines for the audit file are lost');
    await this.#file?.close();
    this.#file = undefined;
  }

  #add(line: string): void {
    if (this.#waiting.length >= MAX_WAITING) this.#lostLines += 1;
    else this.#waiting.push(line);
    this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#isFailing) return;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    while (this.#path !== undefined && this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0, AT_ONCE);
      try {
        const file = await this.#current(this.#path);
        // A failed write can have left a part of a line.
        await file.appendFile(`${this.#isFailing ? '\n' : ''}${lines.join('\n')}\n`);
        this.#succeeded();
      } catch (error) {
        this.#waiting = [...lines, ...this.#waiting];
        this.#failed(error);
        return;
      }
    }
  }

  #succeeded(): void {
    if (this.#isFailing) this.logger.info({ file: this.#path }, 'audit file is written again');
    this.#isFailing = false;
  }

  #failed(error: unknown): void {
    this.#failedWrites += 1;
    if (!this.#isFailing) this.logger.error({ file: this.#path, err: error }, 'audit file cannot be written');
    this.#isFailing = true;
    this.timers.set(TIMER, RETRY_MS, () => {
      this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
    });
  }

  /** The file at the path: a new one if the last one was moved or removed. */
  async #current(path: string): Promise<FileHandle> {
    if (this.#file && !(await isAt(this.#file, path))) {
      const moved = this.#file;
      this.#file = undefined;
      await moved.close();
    }
    this.#file ??= await open(path, 'a', MODE);
    return this.#file;
  }
}

/** True if a path still leads to an open file. */
async function isAt(file: FileHandle, path: string): Promise<boolean> {
  try {
    const [opened, found] = await Promise.all([file.stat(), stat(path)]);
    return opened.ino === found.ino && opened.dev === found.dev;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
