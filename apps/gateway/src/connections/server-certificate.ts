import { constants, X509Certificate } from 'node:crypto';
import { type Server } from 'node:https';
import { type SecureContextOptions } from 'node:tls';

import { certificatesIn, type Logger, type ServerTls } from '@gateway/core';

/** The ciphers of TLS 1.2 and 1.3 with forward secrecy and authenticated encryption (RFC 9325, 4.2). */
const CIPHERS = [
  ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
].join(':');
const DAY_MS = 86_400_000;
/** An operator is warned this long before the end, once a day. */
const NOTICE_MS = 30 * DAY_MS;

/** When a certificate and the intermediate ones with it are valid, in ms since the epoch. */
export interface Validity {
  readonly from: number;
  readonly to: number;
}

/** The certificate of the gateway's own port. Connections that are open keep the one that they began with. */
export class ServerCertificate {
  readonly #logger: Logger;
  readonly #servers: Server[] = [];
  #tls: ServerTls;
  #validity: Validity;
  #nextWarning = 0;

  /** Expects texts that are valid. */
  constructor(tls: ServerTls, logger: Logger) {
    this.#logger = logger;
    this.#tls = tls;
    this.#validity = validityOf(tls.cert);
  }

  /**
   * The options of the TLS library: TLS 1.2 and later. If clients may present certificates, sessions are not resumed:
   * each connection checks the certificate, and a resumed session without one would count as verified.
   */
  get context(): SecureContextOptions {
    const { cert, clientCa, key } = this.#tls;
    const { SSL_OP_NO_RENEGOTIATION, SSL_OP_NO_TICKET } = constants;
    return {
      cert,
      key: key.reveal(),
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      secureOptions: SSL_OP_NO_RENEGOTIATION | (clientCa === undefined ? 0 : SSL_OP_NO_TICKET),
      ...(clientCa !== undefined && { ca: clientCa }),
    };
  }

  /** True if clients may present certificates. */
  get acceptsClients(): boolean {
    return this.#tls.clientCa !== undefined;
  }

  /** The end of its validity, in ms since the epoch. */
  get expires(): number {
    return this.#validity.to;
  }

  /** Gives a server each later certificate too. */
  serve(server: Server): void {
    this.#servers.push(server);
  }

  /**
   * Uses another certificate for new connections, if it differs. Whether clients may present certificates does not
   * change: without new authorities the former ones stay.
   */
  replace(next: ServerTls): void {
    const clientCa = this.acceptsClients ? (next.clientCa ?? this.#tls.clientCa) : undefined;
    const { cert, key } = next;
    const before = this.#tls;
    if (cert === before.cert && key.reveal() === before.key.reveal() && clientCa === before.clientCa) return;
    this.#tls = { cert, key, ...(clientCa !== undefined && { clientCa }) };
    this.#validity = validityOf(cert);
    for (const server of this.#servers) server.setSecureContext(this.context);
    this.#logger.info({ expires: isoTime(this.expires) }, 'certificate of the server replaced');
    this.#nextWarning = 0;
  }

  /** Warns once a day of a certificate that is not valid, or not for much longer. `now` is in ms since the epoch. */
  check(now: number): void {
    if (now < this.#nextWarning) return;
    this.#nextWarning = now + DAY_MS;
    const { from, to } = this.#validity;
    const message = warningAt(this.#validity, now);
    if (message !== undefined) this.#logger.warn({ valid_from: isoTime(from), expires: isoTime(to) }, message);
  }
}

/** What to warn of at a time; `undefined` if nothing. */
export function warningAt({ from, to }: Validity, now: number): string | undefined {
  if (now >= to) return 'certificate of the server has expired, clients reject it';
  if (now < from) return 'certificate of the server is not valid yet, clients reject it';
  return to - now <= NOTICE_MS ? 'certificate of the server expires within 30 days' : undefined;
}

/** The time in which all certificates of a PEM text are valid. */
export function validityOf(pem: string): Validity {
  const certificates = certificatesIn(pem).map((bytes) => new X509Certificate(bytes));
  return {
    from: Math.max(...certificates.map(({ validFrom }) => Date.parse(validFrom))),
    to: Math.min(...certificates.map(({ validTo }) => Date.parse(validTo))),
  };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
