import { type JobStore } from '@gateway/core';
import { type Poller } from '@gateway/poller';
import { Counter, Gauge, type Registry } from 'prom-client';

const PREFIX = 'job_gateway_store_';

/** Adds the metrics of the store. */
export function addStoreMetrics(
  registry: Registry,
  store: Pick<JobStore, 'failedWrites' | 'healthy'>,
  poller: Pick<Poller, 'lostRecords'>,
): void {
  const registers = [registry];
  new Gauge({
    name: `${PREFIX}up`,
    help: '1 while the store responds, else 0.',
    registers,
    collect() {
      this.set(store.healthy() ? 1 : 0);
    },
  });
  new Counter({
    name: `${PREFIX}failed_writes_total`,
    help: 'Writes that failed.',
    registers,
    collect() {
      this.reset();
      this.inc(store.failedWrites());
    },
  });
  new Counter({
    name: `${PREFIX}lost_records_total`,
    help: 'Records that the store had lost or damaged and that this replica has written again.',
    registers,
    collect() {
      this.reset();
      this.inc(poller.lostRecords);
    },
  });
}
