import { Counter, type Registry } from 'prom-client';

import { type FailedSignIns } from '../access/failed-sign-ins.js';

/** Adds the metric of sign-ins that failed. */
export function addSignInMetrics(registry: Registry, failures: FailedSignIns): void {
  new Counter({
    name: 'job_gateway_failed_sign_ins_total',
    help: 'Requests without a valid login, by the way the credentials were sent and the reason.',
    labelNames: ['method', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { count, method, reason } of failures.counts) this.inc({ method, reason }, count);
    },
  });
}
