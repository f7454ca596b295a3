import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { ActionStore, Clock, Config, JobStore, Logger, StoreUnavailableError } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { readVersion } from '../process/version.js';
import { BackupError } from './backup-error.js';
import { backupSocketPath } from './backup-socket.js';
import { backupLines, line } from './backup-stream.js';

/** A backup whose reader takes nothing for this time ends, because the store keeps replaced records meanwhile. */
const STALLED_MS = 60_000;
/** Only the user of the gateway may connect. */
const SOCKET_UMASK = 0o177;

/** Sends the content of the embedded store to processes that connect to a socket in its folder: see `backUp`. */
@Injectable()
export class BackupServer {
  readonly #sockets = new Set<Socket>();
  readonly #sending = new Set<Promise<void>>();
  #server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly jobs: JobStore,
    private readonly actions: ActionStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Listens, if the store is the embedded one; both stores must be open. If that is not possible, logs the reason. */
  async start(): Promise<void> {
    const { store } = this.config;
    if (store.kind !== 'embedded') return;
    const path = backupSocketPath(store.path);
    try {
      if (path === undefined) throw new Error('the path of the store is too long for a socket');
      // What an earlier process has left: the store is open here and nowhere else.
      await rm(path, { force: true });
      this.#server = await this.#listen(path);
    } catch (error) {
      this.logger.warn({ path: store.path, reason: String(error) }, 'backups of the running gateway are not possible');
    }
  }

  /** Ends all backups, and listens no longer. */
  async stop(): Promise<void> {
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#sending);
  }

  async #listen(path: string): Promise<Server> {
    const server = createServer((socket) => this.#accept(socket));
    const mask = process.umask(SOCKET_UMASK);
    // The socket is created before `listen` returns.
    server.listen(path);
    process.umask(mask);
    await once(server, 'listening');
    server.on('error', (error) => this.logger.warn({ reason: String(error) }, 'backup socket failed'));
    return server;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const isBusy = this.#sockets.size > 1;
    socket.setTimeout(STALLED_MS, () => socket.destroy(new BackupError('the reader takes nothing')));
    const sending = pipeline(Readable.from(isBusy ? [busy()] : this.#lines()), socket)
      .catch((error: unknown) => this.logger.warn({ reason: String(error) }, 'backup was not taken completely'))
      .finally(() => {
        this.#sockets.delete(socket);
        this.#sending.delete(sending);
      });
    this.#sending.add(sending);
  }

  /** The lines of a backup; the last one is an error if the store cannot be read. */
  async *#lines(): AsyncGenerator<string, void, undefined> {
    const { actions, clock, jobs, logger } = this;
    const began = clock.now();
    try {
      yield* backupLines({ jobs, actions }, readVersion(), began);
      logger.info({ seconds: (clock.now() - began) / 1_000 }, 'backup sent');
    } catch (error) {
      if (error instanceof StoreUnavailableError) logger.warn({ reason: error.message }, 'store cannot be backed up');
      else logger.error({ err: error }, 'internal error in a backup');
      yield line({ error: error instanceof StoreUnavailableError ? error.message : 'internal error' });
    }
  }
}

function busy(): string {
  return line({ error: 'it makes another backup now' });
}
