import { type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { Config, JobStore } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { ViewReplicator } from '@gateway/view';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { ActionsLifecycle } from '../actions/actions-lifecycle.js';
import { ActionWatches } from '../audit/action-watches.js';
import { AuditFile } from '../audit/audit-file.js';
import { BackupServer } from '../backup/backup-server.js';
import { BulkRunner } from '../bulk-actions/bulk-runner.js';
import { Connections } from '../connections/connections.js';
import { Discovery } from '../discovery/discovery.js';
import { Readiness } from '../http/readiness.js';
import { JobWait } from '../jobs/job-wait.js';
import { Reload } from '../reload/reload.js';
import { WatchHub } from '../watch/watch-hub.js';

/** How long open requests may continue after the gateway begins to stop. */
const DRAIN_MS = 2_000;

/** Starts the store, the view and the poller in this order, and stops them in reverse order. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  #isStopping = false;

  constructor(
    private readonly store: JobStore,
    private readonly replicator: ViewReplicator,
    private readonly poller: Poller,
    private readonly wait: JobWait,
    private readonly watches: WatchHub,
    private readonly actionWatches: ActionWatches,
    private readonly discovery: Discovery,
    private readonly actions: ActionsLifecycle,
    private readonly auditFile: AuditFile,
    private readonly bulkActions: BulkRunner,
    private readonly backups: BackupServer,
    @Inject(Reload) private readonly reload: Reload | undefined,
    private readonly host: HttpAdapterHost,
    private readonly connections: Connections,
    private readonly readiness: Readiness,
    private readonly config: Config,
  ) {}

  /**
   * Opens the store, loads the view and starts polling. Begins no further step once it is stopped. Throws
   * `StoreUnavailableError`, also if it is stopped in the middle of a step.
   */
  async start(): Promise<void> {
    const steps = [
      () => this.store.open(),
      () => this.replicator.start(),
      () => this.auditFile.start(),
      () => this.actions.start(),
      () => this.backups.start(),
      () => this.poller.start(),
      () => this.discovery.configure(),
      async () => this.bulkActions.start(),
      async () => this.connections.reserveFor(() => this.poller.counters().size),
      async () => this.reload?.start(),
    ];
    for (const step of steps) if (!this.#isStopping) await step();
    // The store was opened after it had been closed.
    if (this.#isStopping) await this.onApplicationShutdown();
  }

  /**
   * Ends readiness, and serves for the configured time, in which load balancers notice. Then stops accepting
   * connections, ends waits and watches, stops the poller and closes connections that stay open too long.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    this.readiness.end();
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const { delayMs } = this.config.shutdown;
    if (server.listening && delayMs > 0) await delay(delayMs);
    const closed = Promise.all([
      new Promise<void>((resolve) => server.close(() => resolve())),
      // Those on further addresses of localhost are not the server's own.
      this.connections.allClosed(),
    ]);
    this.wait.stop();
    this.watches.stop();
    this.actionWatches.stop();
    this.reload?.stop();
    const backupsEnded = this.backups.stop();
    const discovered = this.discovery.stop();
    const bulkActionsStopped = this.bulkActions.stop();
    // The poller aborts actions that still run then: their outcome is unknown.
    await Promise.race([this.actions.stopSending(), delay(DRAIN_MS, undefined, { ref: false })]);
    await this.poller.stop();
    await discovered;
    await bulkActionsStopped;
    await backupsEnded;
    this.connections.cutHandshakes();
    server.closeIdleConnections();
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(cutOff);
  }

  /** Closes the store, once no request can use it any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.actions.stop();
    await this.auditFile.stop();
    await this.replicator.stop();
    await this.store.close();
  }
}
