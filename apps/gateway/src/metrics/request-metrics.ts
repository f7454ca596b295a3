import { Counter, Gauge, type Registry } from 'prom-client';

import { type RequestRates } from '../http/request-rates.js';
import { type RequestTurns } from '../http/request-turns.js';
import { type WatchLimits } from '../watch/watch-limits.js';

/** What limits requests. */
export interface RequestLimits {
  readonly turns: RequestTurns;
  readonly rates: RequestRates;
  readonly watches: WatchLimits;
}

/** Adds the metrics of requests that wait for their turn, or that are refused. */
export function addRequestMetrics(registry: Registry, { rates, turns, watches }: RequestLimits): void {
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
    'requests_limited_total',
    'Requests that were refused, because their caller sent too many.',
    () => rates.refused,
  );
  count('watches_refused_total', 'Watches that were refused, because too many were open.', () => watches.refused);
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
