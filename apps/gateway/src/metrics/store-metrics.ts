import { JobStore, SOURCE_KINDS, STORE_OPERATIONS, StoreLatencies } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View, ViewReplicator } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';

import { histogramSamples, type Metric } from './metric.js';

const OPERATIONS = 'job_gateway_store_operation_duration_seconds';
const POLLS = 'job_gateway_poll_duration_seconds';

/** The metrics of the store, of the view, and of the polls of all sources together. */
@Injectable()
export class StoreMetrics {
  readonly metrics: readonly Metric[];

  constructor(
    @Inject(JobStore) store: Pick<JobStore, 'failedWrites' | 'healthy'>,
    latencies: StoreLatencies,
    poller: Poller,
    view: View,
    replicator: ViewReplicator,
  ) {
    this.metrics = [
      {
        name: 'job_gateway_store_up',
        type: 'gauge',
        help: '1 while the store responds, else 0.',
        read: () => (store.healthy() ? 1 : 0),
      },
      {
        name: 'job_gateway_store_failed_writes_total',
        type: 'counter',
        help: 'Writes that failed.',
        read: () => store.failedWrites(),
      },
      {
        name: 'job_gateway_store_lost_records_total',
        type: 'counter',
        help: 'Records that the store had lost or damaged and that this replica has written again.',
        read: () => poller.lostRecords + replicator.restoredRecords,
      },
      {
        name: OPERATIONS,
        type: 'histogram',
        help: 'Durations of the operations of the store of jobs and of that of actions.',
        read: () =>
          (['jobs', 'actions'] as const).flatMap((part) =>
            STORE_OPERATIONS.flatMap((operation) =>
              histogramSamples(OPERATIONS, latencies[part].histograms[operation], { store: part, operation }),
            ),
          ),
      },
      { name: 'job_gateway_view_jobs', type: 'gauge', help: 'Jobs in the view.', read: () => view.size() },
      {
        name: 'job_gateway_view_bytes',
        type: 'gauge',
        help: 'Texts of the view in bytes, those of replaced records included until their memory is used again.',
        read: () => view.bytes(),
      },
      {
        name: 'job_gateway_view_changes_total',
        type: 'counter',
        help: 'Changes that the history of the view has received, those that were loaded at the start included.',
        read: () => view.history.endOffset,
      },
      {
        name: 'job_gateway_view_revision_timestamp_seconds',
        type: 'gauge',
        help: 'The time in the revision of the view, in seconds since the epoch. Equal on replicas that show the same.',
        read: () => Number(view.revision().split('-')[0]) / 1_000,
      },
      {
        name: POLLS,
        type: 'histogram',
        help: 'Durations of polls by kind of source, those that failed included.',
        read: () => SOURCE_KINDS.flatMap((kind) => histogramSamples(POLLS, poller.pollDurations[kind], { kind })),
      },
    ];
  }
}
