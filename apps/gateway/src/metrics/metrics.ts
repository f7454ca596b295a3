import { JOB_STATES, JobStore, type SourceReport, type SourceStatus } from '@gateway/core';
import { Poller, type SourceCounters } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

import { Connections } from '../connections/connections.js';
import { RequestRates } from '../http/request-rates.js';
import { RequestTurns } from '../http/request-turns.js';
import { WatchLimits } from '../watch/watch-limits.js';
import { addConnectionMetrics } from './connection-metrics.js';
import { addRequestMetrics } from './request-metrics.js';

const PREFIX = 'job_gateway_';
const STATUSES = Object.keys({
  starting: 0,
  ok: 0,
  degraded: 0,
  failing: 0,
  unauthorized: 0,
} satisfies Record<SourceStatus, number>);

/** Counters per source. */
const COUNTERS: readonly [name: string, help: string, read: (counters: SourceCounters) => number][] = [
  ['source_polls_total', 'Polls started.', (counters) => counters.polls],
  ['source_failed_polls_total', 'Polls that failed.', (counters) => counters.failedPolls],
  [
    'source_gaps_total',
    'Periods in which jobs may have started and ended without being observed.',
    (counters) => counters.gaps,
  ],
  ['source_lost_jobs_total', 'Jobs whose outcome was not observed.', (counters) => counters.missedOutcomes],
  ['source_drifted_jobs_total', 'Jobs whose record differed from the backend.', (counters) => counters.drifted],
  [
    'source_refused_records_total',
    'Writes of records that the store refused without a later observation.',
    (counters) => counters.refused,
  ],
];

/** Gauges per source; one whose value is `undefined` is omitted. */
const GAUGES: readonly [name: string, help: string, read: (report: SourceReport) => number | undefined][] = [
  ['source_data_age_seconds', 'Age of the data.', (report) => report.age_seconds],
  ['source_consecutive_failures', 'Failed polls in a row.', (report) => report.consecutive_failures],
  ['source_declared_gaps', 'Gaps that lists show now.', (report) => report.gaps.length],
  [
    'source_clock_offset_seconds',
    "The backend's clock minus the gateway's clock.",
    (report) => report.clock_offset_seconds,
  ],
];

/** The metrics of this replica in the Prometheus text format. Values are read at each scrape. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly contentType = this.#registry.contentType;
  #text: Promise<string> | undefined;

  constructor(
    private readonly poller: Poller,
    private readonly view: View,
    @Inject(JobStore) private readonly store: Pick<JobStore, 'failedWrites' | 'healthy'>,
    connections: Connections,
    turns: RequestTurns,
    rates: RequestRates,
    watches: WatchLimits,
  ) {
    for (const [name, help, read] of COUNTERS) this.#countPerSource(name, help, read);
    for (const [name, help, read] of GAUGES) this.#gaugePerSource(name, help, read);
    this.#addStatuses();
    this.#addJobs();
    this.#addStore();
    addConnectionMetrics(this.#registry, connections);
    addRequestMetrics(this.#registry, { turns, rates, watches });
  }

  /** The value of all metrics in this turn of the event loop: all its scrapes share one collection, which can take some ms. */
  text(): Promise<string> {
    if (!this.#text) {
      this.#text = this.#registry.metrics();
      setImmediate(() => (this.#text = undefined));
    }
    return this.#text;
  }

  #countPerSource(name: string, help: string, read: (counters: SourceCounters) => number): void {
    const { poller } = this;
    new Counter({
      name: PREFIX + name,
      help,
      labelNames: ['source'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [source, counters] of poller.counters()) this.inc({ source }, read(counters));
      },
    });
  }

  #gaugePerSource(name: string, help: string, read: (report: SourceReport) => number | undefined): void {
    const { poller } = this;
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames: ['source'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const report of poller.reports()) {
          const value = read(report);
          if (value !== undefined) this.set({ source: report.name }, value);
        }
      },
    });
  }

  #addStatuses(): void {
    const { poller } = this;
    new Gauge({
      name: `${PREFIX}source_status`,
      help: '1 for the current status of the source, 0 for the others.',
      labelNames: ['source', 'status'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { name, status } of poller.reports()) {
          for (const each of STATUSES) this.set({ source: name, status: each }, each === status ? 1 : 0);
        }
      },
    });
  }

  #addJobs(): void {
    const { poller, view } = this;
    new Gauge({
      name: `${PREFIX}jobs`,
      help: 'Jobs by source and state.',
      labelNames: ['source', 'state'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { name } of poller.reports()) {
          const counts = view.counts(name);
          for (const state of JOB_STATES) this.set({ source: name, state }, counts[state] ?? 0);
        }
      },
    });
  }

  #addStore(): void {
    const { poller, store } = this;
    new Gauge({
      name: `${PREFIX}store_up`,
      help: '1 while the store responds, else 0.',
      registers: [this.#registry],
      collect() {
        this.set(store.healthy() ? 1 : 0);
      },
    });
    new Counter({
      name: `${PREFIX}store_failed_writes_total`,
      help: 'Writes that failed.',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(store.failedWrites());
      },
    });
    new Counter({
      name: `${PREFIX}store_lost_records_total`,
      help: 'Records that the store had lost or damaged and that this replica has written again.',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(poller.lostRecords);
      },
    });
  }
}
