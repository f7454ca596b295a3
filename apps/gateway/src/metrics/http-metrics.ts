import { Injectable } from '@nestjs/common';

import { FailedSignIns } from '../access/failed-sign-ins.js';
import { ActionWatches } from '../audit/action-watches.js';
import { Connections, CUT_REASONS } from '../connections/connections.js';
import { type ServerCertificate } from '../connections/server-certificate.js';
import { RequestLatency } from '../http/request-latency.js';
import { RequestRates } from '../http/request-rates.js';
import { RequestTurns } from '../http/request-turns.js';
import { JobWait } from '../jobs/job-wait.js';
import { WatchHub } from '../watch/watch-hub.js';
import { WatchLimits } from '../watch/watch-limits.js';
import { histogramSamples, type Metric } from './metric.js';

const DURATION = 'job_gateway_http_request_duration_seconds';

/** The metrics of the connections and requests of clients. */
@Injectable()
export class HttpMetrics {
  readonly metrics: readonly Metric[];

  constructor(
    connections: Connections,
    latency: RequestLatency,
    turns: RequestTurns,
    rates: RequestRates,
    failedSignIns: FailedSignIns,
    limits: WatchLimits,
    jobWatches: WatchHub,
    actionWatches: ActionWatches,
    wait: JobWait,
  ) {
    this.metrics = [
      {
        name: DURATION,
        type: 'histogram',
        help: 'Time from the headers of a request to the end of its response, by route. Watches and waits do not count.',
        read: () =>
          latency.measured().flatMap(({ histogram, labels }) => histogramSamples(DURATION, histogram, labels)),
      },
      {
        name: 'job_gateway_requests_waiting',
        type: 'gauge',
        help: 'Requests that wait to begin or to continue.',
        read: () => turns.waiting,
      },
      {
        name: 'job_gateway_requests_refused_total',
        type: 'counter',
        help: 'Requests that were refused, because too many were waiting.',
        read: () => turns.refused,
      },
      {
        name: 'job_gateway_requests_limited_total',
        type: 'counter',
        help: 'Requests that were refused, because their caller sent too many.',
        read: () => rates.refused,
      },
      {
        name: 'job_gateway_requests_abandoned_total',
        type: 'counter',
        help: 'Requests whose work ended early, because their client had left.',
        read: () => turns.abandoned,
      },
      {
        name: 'job_gateway_failed_sign_ins_total',
        type: 'counter',
        help: 'Requests without a valid login, by the way the credentials were sent and the reason.',
        read: () =>
          [...failedSignIns.counts].map(({ count, method, reason }) => ({ labels: { method, reason }, value: count })),
      },
      {
        name: 'job_gateway_waits',
        type: 'gauge',
        help: 'Requests that wait for the end of a job.',
        read: () => wait.size,
      },
      {
        name: 'job_gateway_watches',
        type: 'gauge',
        help: 'Open watches of jobs and of actions.',
        read: () => [
          { labels: { stream: 'jobs' }, value: jobWatches.size },
          { labels: { stream: 'actions' }, value: actionWatches.size },
        ],
      },
      {
        name: 'job_gateway_watches_refused_total',
        type: 'counter',
        help: 'Watches that were refused, because too many were open.',
        read: () => limits.refused,
      },
      ...connectionMetrics(connections),
    ];
  }
}

function connectionMetrics(connections: Connections): readonly Metric[] {
  const { certificate } = connections;
  return [
    {
      name: 'job_gateway_http_connections',
      type: 'gauge',
      help: 'Open connections of clients.',
      read: () => connections.size,
    },
    {
      name: 'job_gateway_http_connections_refused_total',
      type: 'counter',
      help: 'Connections that were refused because the maximum number was open, at all or from one address.',
      read: () => connections.cap.refused,
    },
    {
      name: 'job_gateway_http_connections_cut_total',
      type: 'counter',
      help: 'Connections that the gateway closed to protect itself.',
      read: () => CUT_REASONS.map((reason) => ({ labels: { reason }, value: connections.cuts[reason] })),
    },
    ...(certificate ? tlsMetrics(connections, certificate) : []),
  ];
}

function tlsMetrics(connections: Connections, certificate: ServerCertificate): readonly Metric[] {
  return [
    {
      name: 'job_gateway_tls_certificate_expiry_timestamp_seconds',
      type: 'gauge',
      help: "The end of the certificate of the gateway's own port, in seconds since the epoch.",
      read: () => certificate.expires / 1_000,
    },
    {
      name: 'job_gateway_tls_failed_handshakes_total',
      type: 'counter',
      help: 'TLS handshakes of clients that failed.',
      read: () => connections.failedHandshakes,
    },
  ];
}
