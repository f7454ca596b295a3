import { type Server } from 'node:http';

import { JobStore } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { ViewReplicator } from '@gateway/view';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { JobWait } from '../jobs/job-wait.js';
import { Reload } from '../reload/reload.js';
import { WatchHub } from '../watch/watch-hub.js';

/** How long requests under way may go on once the gateway stops, in ms. */
const DRAIN_MS = 2_000;

/** Starts the parts in the order they need each other, and stops them in reverse. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly store: JobStore,
    private readonly replicator: ViewReplicator,
    private readonly poller: Poller,
    private readonly wait: JobWait,
    private readonly watches: WatchHub,
    @Inject(Reload) private readonly reload: Reload | undefined,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Opens the store, loads the view and starts polling. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.store.open();
    await this.replicator.start();
    await this.poller.start();
    this.reload?.start();
  }

  /** Accepts no more connections, ends what requests wait for, and cuts off clients that keep theirs open. */
  async beforeApplicationShutdown(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.wait.stop();
    this.watches.stop();
    this.reload?.stop();
    await this.poller.stop();
    server.closeIdleConnections();
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(cutOff);
  }

  /** Nobody reads or writes any more: lets go of the store. */
  async onApplicationShutdown(): Promise<void> {
    await this.replicator.stop();
    await this.store.close();
  }
}
