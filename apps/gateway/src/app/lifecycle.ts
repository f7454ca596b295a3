import { type Server } from 'node:http';

import { JobStore } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { ViewReplicator } from '@gateway/view';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { Connections } from '../connections/connections.js';
import { JobWait } from '../jobs/job-wait.js';
import { Reload } from '../reload/reload.js';
import { WatchHub } from '../watch/watch-hub.js';

/** How long open requests may continue after the gateway begins to stop. */
const DRAIN_MS = 2_000;

/** Starts the store, the view and the poller in this order, and stops them in reverse order. */
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
    private readonly connections: Connections,
  ) {}

  /** Opens the store, loads the view and starts polling. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.store.open();
    await this.replicator.start();
    await this.poller.start();
    this.connections.reserveFor(() => this.poller.counters().size);
    this.reload?.start();
  }

  /** Stops accepting connections, ends waits and watches, stops the poller and closes connections that stay open too long. */
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

  /** Closes the store, once no request can use it any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.replicator.stop();
    await this.store.close();
  }
}
