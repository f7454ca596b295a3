import { JobStore, type SourceScope } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';

import { FailedSignIns } from '../access/failed-sign-ins.js';
import { AuditFile } from '../audit/audit-file.js';
import { Connections } from '../connections/connections.js';
import { RequestRates } from '../http/request-rates.js';
import { RequestTurns } from '../http/request-turns.js';
import { WatchLimits } from '../watch/watch-limits.js';
import { addAuditMetrics } from './audit-metrics.js';
import { addConnectionMetrics } from './connection-metrics.js';
import { addRequestMetrics } from './request-metrics.js';
import { addSignInMetrics } from './sign-in-metrics.js';
import { addSourceMetrics, type SourceValues } from './source-metrics.js';
import { addStoreMetrics } from './store-metrics.js';

/** The metrics of this replica in the Prometheus text format. Values are read at each scrape. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly contentType = this.#registry.contentType;
  readonly #values: SourceValues;
  /** By the key of the scope; empty for all sources. */
  readonly #texts = new Map<string, Promise<string>>();

  constructor(
    poller: Poller,
    view: View,
    @Inject(JobStore) store: Pick<JobStore, 'failedWrites' | 'healthy'>,
    connections: Connections,
    turns: RequestTurns,
    failedSignIns: FailedSignIns,
    rates: RequestRates,
    watches: WatchLimits,
    @Inject(AuditFile) auditFile: Pick<AuditFile, 'failedWrites' | 'lostLines'>,
  ) {
    this.#values = { poller, view };
    addSourceMetrics(this.#registry, this.#values, undefined);
    addStoreMetrics(this.#registry, store, poller);
    addConnectionMetrics(this.#registry, connections);
    addRequestMetrics(this.#registry, { turns, rates, watches });
    addSignInMetrics(this.#registry, failedSignIns);
    addAuditMetrics(this.#registry, auditFile);
  }

  /**
   * The value of all metrics in this turn of the event loop; for a scope, only those of its sources, because the others
   * count the work for all sources and all clients. All scrapes of a turn share one collection, which can take some ms.
   */
  text(scope: SourceScope | undefined): Promise<string> {
    const key = scope?.key ?? '';
    const known = this.#texts.get(key);
    if (known) return known;
    const text = this.#registryFor(scope).metrics();
    this.#texts.set(key, text);
    setImmediate(() => this.#texts.delete(key));
    return text;
  }

  #registryFor(scope: SourceScope | undefined): Registry {
    if (scope === undefined) return this.#registry;
    const registry = new Registry();
    addSourceMetrics(registry, this.#values, scope);
    return registry;
  }
}
