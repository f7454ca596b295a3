import { type Server } from 'node:http';

import { type JobStore } from '@gateway/core';
import { type Poller } from '@gateway/poller';
import { type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';

import { type Reload } from '../reload/reload.js';
import { type ViewReplicator } from '@gateway/view';

/** Answers that are held open, and end when they are told to. */
export interface HeldAnswers {
  /** Ends them all in order, and those that are still to come. */
  stop(): void;
}

/** How long requests under way may go on once the gateway stops, in ms. */
const DRAIN_MS = 2_000;

/** Starts the parts in the order they need each other, and stops them in the reverse one. */
export class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly store: JobStore,
    private readonly feed: ViewReplicator,
    private readonly poller: Poller,
    private readonly held: readonly HeldAnswers[],
    private readonly reload: Reload | undefined,
    private readonly server: () => Server,
  ) {}

  /** Opens the store, loads the view and starts polling. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.store.open();
    await this.feed.start();
    await this.poller.start();
    this.reload?.start();
  }

  /** Accepts no more connections, ends what requests wait for, and cuts off clients that keep theirs open. */
  async beforeApplicationShutdown(): Promise<void> {
    const server = this.server();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const answers of this.held) answers.stop();
    this.reload?.stop();
    await this.poller.stop();
    server.closeIdleConnections();
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(cutOff);
  }

  /** Nobody reads or writes any more: lets go of the store. */
  async onApplicationShutdown(): Promise<void> {
    await this.feed.stop();
    await this.store.close();
  }
}
