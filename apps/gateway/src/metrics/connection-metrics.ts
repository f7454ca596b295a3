import { Counter, Gauge, type Registry } from 'prom-client';

import { type Connections, CUT_REASONS } from '../connections/connections.js';
import { type ServerCertificate } from '../connections/server-certificate.js';

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
    help: 'Connections that were refused because the maximum number was open, at all or from one address.',
    registers,
    collect() {
      this.reset();
      this.inc(connections.cap.refused);
    },
  });
  const { certificate } = connections;
  if (certificate) addTlsMetrics(registers, connections, certificate);
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

function addTlsMetrics(registers: Registry[], connections: Connections, certificate: ServerCertificate): void {
  new Gauge({
    name: 'job_gateway_tls_certificate_expiry_timestamp_seconds',
    help: "The end of the certificate of the gateway's own port, in seconds since the epoch.",
    registers,
    collect() {
      this.set(certificate.expires / 1_000);
    },
  });
  new Counter({
    name: 'job_gateway_tls_failed_handshakes_total',
    help: 'TLS handshakes of clients that failed.',
    registers,
    collect() {
      this.reset();
      this.inc(connections.failedHandshakes);
    },
  });
}
