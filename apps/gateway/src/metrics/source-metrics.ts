import { includesSource, JOB_STATES, type SourceReport, type SourceScope, type SourceStatus } from '@gateway/core';
import { type Poller, type SourceCounters } from '@gateway/poller';
import { type View } from '@gateway/view';
import { Counter, Gauge, type Registry } from 'prom-client';

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

/** Where the values come from. */
export interface SourceValues {
  readonly poller: Pick<Poller, 'counters' | 'reports'>;
  readonly view: Pick<View, 'counts'>;
}

/** Adds the metrics of each source in a scope; without a scope, of every source. */
export function addSourceMetrics(
  registry: Registry,
  { poller, view }: SourceValues,
  scope: SourceScope | undefined,
): void {
  const registers = [registry];
  const reports = (): readonly SourceReport[] => poller.reports().filter(({ name }) => includesSource(scope, name));
  for (const [name, help, read] of COUNTERS) {
    new Counter({
      ...{ name: PREFIX + name, help, labelNames: ['source'], registers },
      collect() {
        this.reset();
        for (const [source, counters] of poller.counters()) {
          if (includesSource(scope, source)) this.inc({ source }, read(counters));
        }
      },
    });
  }
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      ...{ name: PREFIX + name, help, labelNames: ['source'], registers },
      collect() {
        this.reset();
        for (const report of reports()) {
          const value = read(report);
          if (value !== undefined) this.set({ source: report.name }, value);
        }
      },
    });
  }
  new Gauge({
    name: `${PREFIX}source_status`,
    help: '1 for the current status of the source, 0 for the others.',
    labelNames: ['source', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { name, status } of reports()) {
        for (const each of STATUSES) this.set({ source: name, status: each }, each === status ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: `${PREFIX}jobs`,
    help: 'Jobs by source and state.',
    labelNames: ['source', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { name } of reports()) {
        const counts = view.counts(name);
        for (const state of JOB_STATES) this.set({ source: name, state }, counts[state] ?? 0);
      }
    },
  });
}
