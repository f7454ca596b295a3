import {
  type DatedReport,
  includesSource,
  isStale,
  JOB_STATES,
  type SourceScope,
  type SourceStatus,
} from '@gateway/core';
import { Poller, type SourceCounters } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';

import { type Labels, type Metric, type Sample } from './metric.js';

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
const GAUGES: readonly [name: string, help: string, read: (dated: DatedReport) => number | undefined][] = [
  ['source_data_age_seconds', 'Age of the data.', ({ ageSeconds }) => ageSeconds],
  [
    'source_stale',
    '1 if the data is older than twice the poll interval, or the login is refused, else 0.',
    (dated) => (isStaleNow(dated) ? 1 : 0),
  ],
  ['source_consecutive_failures', 'Failed polls in a row.', ({ report }) => report.consecutive_failures],
  ['source_declared_gaps', 'Gaps that lists show now.', ({ report }) => report.gaps.length],
  [
    'source_clock_offset_seconds',
    "The backend's clock minus the gateway's clock.",
    ({ report }) => report.clock_offset_seconds,
  ],
];

/** A source as one scrape shows it. */
interface SourceRow {
  readonly name: string;
  /** Only its name. */
  readonly labels: Labels;
  readonly dated: DatedReport;
  readonly counters: SourceCounters | undefined;
}

/** The metrics of sources: the same number of time series for each. */
@Injectable()
export class SourceMetrics {
  constructor(
    @Inject(Poller) private readonly poller: Pick<Poller, 'counters' | 'datedReports'>,
    @Inject(View) private readonly view: Pick<View, 'counts'>,
  ) {}

  /** The metrics of each source in a scope; without a scope, of every source. They show the sources of now. */
  metrics(scope: SourceScope | undefined): readonly Metric[] {
    const rows = this.#rows(scope);
    const perSource = (read: (row: SourceRow) => number | undefined): Iterable<Sample> =>
      ofEach(rows, (row) => {
        const value = read(row);
        return value === undefined ? [] : [{ labels: row.labels, value }];
      });
    return [
      ...COUNTERS.map(([name, help, read]): Metric => ({
        ...{ name: PREFIX + name, type: 'counter', help },
        read: () => perSource(({ counters }) => counters && read(counters)),
      })),
      ...GAUGES.map(([name, help, read]): Metric => ({
        ...{ name: PREFIX + name, type: 'gauge', help },
        read: () => perSource(({ dated }) => read(dated)),
      })),
      {
        name: `${PREFIX}source_poll_duration_seconds`,
        type: 'summary',
        help: 'Durations of the polls that have ended.',
        read: () => ofEach(rows, pollDurations),
      },
      {
        name: `${PREFIX}source_status`,
        type: 'gauge',
        help: '1 for the current status of the source, 0 for the others.',
        read: () =>
          ofEach(rows, ({ dated, labels }) =>
            STATUSES.map((status) => ({
              labels: { ...labels, status },
              value: status === dated.report.status ? 1 : 0,
            })),
          ),
      },
      {
        name: `${PREFIX}jobs`,
        type: 'gauge',
        help: 'Jobs by source and state.',
        read: () => ofEach(rows, (row) => this.#jobs(row)),
      },
    ];
  }

  #rows(scope: SourceScope | undefined): readonly SourceRow[] {
    const counters = this.poller.counters();
    return this.poller.datedReports().flatMap((dated): readonly SourceRow[] => {
      const { name } = dated.report;
      if (!includesSource(scope, name)) return [];
      return [{ name, labels: { source: name }, dated, counters: counters.get(name) }];
    });
  }

  #jobs({ labels, name }: SourceRow): readonly Sample[] {
    const counts = this.view.counts(name);
    return JOB_STATES.map((state) => ({ labels: { ...labels, state }, value: counts[state] ?? 0 }));
  }
}

/** The samples of one source after the other, read one by one. */
function* ofEach(rows: readonly SourceRow[], read: (row: SourceRow) => readonly Sample[]): Generator<Sample> {
  for (const row of rows) yield* read(row);
}

function isStaleNow({ ageSeconds, report: { status } }: DatedReport): boolean {
  return isStale(ageSeconds === undefined ? { status } : { status, age_seconds: ageSeconds });
}

function pollDurations({ counters, labels }: SourceRow): readonly Sample[] {
  if (counters === undefined) return [];
  const name = `${PREFIX}source_poll_duration_seconds`;
  return [
    { metricName: `${name}_sum`, labels, value: counters.pollSeconds },
    { metricName: `${name}_count`, labels, value: counters.endedPolls },
  ];
}
