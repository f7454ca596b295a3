import { JOB_STATES, JobStore, type SourceReport, type SourceStatus } from '@gateway/core';
import { Poller, type SourceCounters } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

const PREFIX = 'job_gateway_';
const STATUSES = Object.keys({
  starting: 0,
  ok: 0,
  degraded: 0,
  failing: 0,
  unauthorized: 0,
} satisfies Record<SourceStatus, number>);

/** Per source: name and help of a counter, and the number in the tally. */
const COUNTERS: readonly [name: string, help: string, read: (tally: SourceCounters) => number][] = [
  ['source_polls_total', 'Polls begun.', (tally) => tally.polls],
  ['source_failed_polls_total', 'Polls that failed.', (tally) => tally.failedPolls],
  ['source_gaps_total', 'Spans in which jobs may have come and gone unseen.', (tally) => tally.gaps],
  ['source_lost_jobs_total', 'Jobs whose outcome was not seen.', (tally) => tally.missedOutcomes],
  ['source_drifted_jobs_total', 'Jobs whose record was found to differ.', (tally) => tally.drifted],
];

/** Per source: name and help of a gauge, and the number in the report; `undefined` is left out. */
const GAUGES: readonly [name: string, help: string, read: (report: SourceReport) => number | undefined][] = [
  ['source_data_age_seconds', 'Age of the data.', (report) => report.age_seconds],
  ['source_consecutive_failures', 'Polls failed in a row.', (report) => report.consecutive_failures],
  ['source_declared_gaps', 'Gaps that lists declare now.', (report) => report.gaps.length],
  ['source_clock_offset_seconds', "The backend's clock minus ours.", (report) => report.clock_offset_seconds],
];

/** The numbers of this replica in the Prometheus text format, read when they are asked for. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly contentType = this.#registry.contentType;

  constructor(
    private readonly poller: Poller,
    private readonly view: View,
    @Inject(JobStore) private readonly store: Pick<JobStore, 'failedWrites' | 'healthy'>,
  ) {
    for (const [name, help, read] of COUNTERS) this.#countPerSource(name, help, read);
    for (const [name, help, read] of GAUGES) this.#gaugePerSource(name, help, read);
    this.#addStatuses();
    this.#addJobs();
    this.#addStore();
  }

  /** All numbers as they are now. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #countPerSource(name: string, help: string, read: (tally: SourceCounters) => number): void {
    const { poller } = this;
    new Counter({
      name: PREFIX + name,
      help,
      labelNames: ['source'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [source, tally] of poller.counters()) this.inc({ source }, read(tally));
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
      help: '1 for the status a source has, 0 for the others.',
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
      help: 'Jobs held, by source and state.',
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
    const { store } = this;
    new Gauge({
      name: `${PREFIX}store_up`,
      help: '1 while the store answers.',
      registers: [this.#registry],
      collect() {
        this.set(store.healthy() ? 1 : 0);
      },
    });
    new Counter({
      name: `${PREFIX}store_failed_writes_total`,
      help: 'Writes the store could not take.',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(store.failedWrites());
      },
    });
  }
}
