import { Counter, type Registry } from 'prom-client';

import { type AuditFile } from '../audit/audit-file.js';

const PREFIX = 'job_gateway_audit_file_';

/** Adds the metrics of the file that gets the records of actions. */
export function addAuditMetrics(registry: Registry, file: Pick<AuditFile, 'failedWrites' | 'lostLines'>): void {
  new Counter({
    name: `${PREFIX}failed_writes_total`,
    help: 'Writes to the audit file that failed; the lines are written later.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(file.failedWrites);
    },
  });
  new Counter({
    name: `${PREFIX}lost_lines_total`,
    help: 'Lines that were not written to the audit file, because too many waited; the store has the records.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(file.lostLines);
    },
  });
}
