import { Counter, Gauge, type Registry } from 'prom-client';

import { type RequestTurns } from '../http/request-turns.js';

/** Adds the metrics of requests that wait for their turn. */
export function addRequestMetrics(registry: Registry, turns: RequestTurns): void {
  new Gauge({
    name: 'job_gateway_requests_waiting',
    help: 'Requests that wait to begin or to continue.',
    registers: [registry],
    collect() {
      this.set(turns.waiting);
    },
  });
  count('requests_refused_total', 'Requests that were refused, because too many were waiting.', () => turns.refused);
  count(
    'requests_abandoned_total',
    'Requests whose work ended early, because their client had left.',
    () => turns.abandoned,
  );

  function count(name: string, help: string, read: () => number): void {
    new Counter({
      name: `job_gateway_${name}`,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }
}
