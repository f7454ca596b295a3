import { Inject, Injectable } from '@nestjs/common';

import { AuditTrail } from '../actions/ledger/audit-trail.js';
import { AuditFile } from '../audit/audit-file.js';
import { type BulkState } from '../bulk-actions/bulk-record.js';
import { BulkStore } from '../bulk-actions/bulk-store.js';
import { type Labels, type Metric } from './metric.js';

const BULK_STATES = Object.keys({
  previewed: 0,
  running: 0,
  stopped: 0,
  done: 0,
} satisfies Record<BulkState, number>) as readonly BulkState[];

/** The number of records with an action and an outcome. */
interface OutcomeCount {
  readonly labels: Labels;
  value: number;
}

/** The metrics of actions, of bulk actions and of the audit file. */
@Injectable()
export class ActionMetrics {
  readonly metrics: readonly Metric[];
  readonly #outcomes = new Map<string, OutcomeCount>();

  constructor(
    @Inject(AuditTrail) audit: Pick<AuditTrail, 'onWrite'>,
    @Inject(BulkStore) bulks: Pick<BulkStore, 'all'>,
    @Inject(AuditFile) file: Pick<AuditFile, 'failedWrites' | 'lostLines'>,
  ) {
    audit.onWrite(({ action, outcome }) => this.#count(action, outcome));
    this.metrics = [
      {
        name: 'job_gateway_actions_total',
        type: 'counter',
        help: 'Outcomes of actions that this replica has recorded. An action counts again when its outcome changes.',
        read: () => [...this.#outcomes.values()],
      },
      {
        name: 'job_gateway_bulk_actions',
        type: 'gauge',
        help: 'Bulk actions by state, until they are removed because of their age.',
        read: () => {
          const all = bulks.all();
          return BULK_STATES.map((state) => ({
            labels: { state },
            value: all.filter((bulk) => bulk.state === state).length,
          }));
        },
      },
      {
        name: 'job_gateway_audit_file_failed_writes_total',
        type: 'counter',
        help: 'Writes to the audit file that failed; the lines are written later.',
        read: () => file.failedWrites,
      },
      {
        name: 'job_gateway_audit_file_lost_lines_total',
        type: 'counter',
        help: 'Lines that were not written to the audit file, because too many waited; the store has the records.',
        read: () => file.lostLines,
      },
    ];
  }

  #count(action: string, outcome: string): void {
    const key = `${action} ${outcome}`;
    const count = this.#outcomes.get(key) ?? { labels: { action, outcome }, value: 0 };
    count.value += 1;
    this.#outcomes.set(key, count);
  }
}
