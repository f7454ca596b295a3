import { type SourceScope } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { ActionMetrics } from './action-metrics.js';
import { HttpMetrics } from './http-metrics.js';
import { type Metric, metricsText } from './metric.js';
import { ProcessMetrics } from './process-metrics.js';
import { SourceMetrics } from './source-metrics.js';
import { StoreMetrics } from './store-metrics.js';

/** The metrics of this replica in the Prometheus text format. Values are read at each scrape. */
@Injectable()
export class Metrics {
  /** By the key of the scope; empty for all sources. */
  readonly #texts = new Map<string, Promise<string>>();
  readonly #ofGateway: readonly Metric[];

  constructor(
    private readonly sources: SourceMetrics,
    ofProcess: ProcessMetrics,
    http: HttpMetrics,
    actions: ActionMetrics,
    store: StoreMetrics,
  ) {
    this.#ofGateway = [ofProcess, http, actions, store].flatMap(({ metrics }) => metrics);
  }

  /**
   * The values of all metrics; for a scope, only those of its sources, because the others count the work for all sources
   * and all clients. Scrapes with the same scope at the same time share one text.
   */
  text(scope: SourceScope | undefined): Promise<string> {
    const key = scope?.key ?? '';
    const known = this.#texts.get(key);
    if (known) return known;
    const ofSources = this.sources.metrics(scope);
    const metrics = scope === undefined ? [...this.#ofGateway, ...ofSources] : ofSources;
    const text = metricsText(metrics).finally(() => this.#texts.delete(key));
    this.#texts.set(key, text);
    return text;
  }
}
