import { Counter, Gauge, type Registry } from 'prom-client';

import { type Connections, CUT_REASONS } from '../connections/connections.js';

const PREFIX = 'job_gateway_http_connections';

/** Adds the metrics of the connections of clients. */
export function addConnectionMetrics(registry: Registry, connections: Connections): void {
  const registers = [registry];
  new Gauge({
    name: PREFIX,
    help: 'Open connections of clients.',
    registers,
    collect() {
      this.set(connections.size);
    },
  });
  new Counter({
    name: `${PREFIX}_refused_total`,
    help: 'Connections that were refused because the maximum number was open.',
    registers,
    collect() {
      this.reset();
      this.inc(connections.cap.refused);
    },
  });
  new Counter({
    name: `${PREFIX}_cut_total`,
    help: 'Connections that the gateway closed to protect itself.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const reason of CUT_REASONS) this.inc({ reason }, connections.cuts[reason]);
    },
  });
}
