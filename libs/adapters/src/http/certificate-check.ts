/** Decides whether the certificate of a backend is accepted. */
import { type X509Certificate } from 'node:crypto';
import { type TLSSocket } from 'node:tls';

import { BackendError, certificatesIn, type SourceTls } from '@gateway/core';

import { type CertificateReason, describeCertificate, expiryOf, fingerprintOf } from './certificate-reason.js';

/** Returns why a connection must not be used; `undefined` if its certificate is accepted. */
export type CertificateCheck = (socket: TLSSocket) => BackendError | undefined;

/**
 * The check for a backend. A certificate is accepted if it has the configured fingerprint, or, without one, if it is
 * itself in `ca` or Node has verified its authority and that it is for `name`. A certificate that is accepted for
 * itself must not have expired. Call the check for each connection, when its handshake has ended and before anything is
 * written.
 */
export function certificateCheck(tls: SourceTls, name: string): CertificateCheck {
  const listed = certificatesIn(tls.ca ?? '');
  function reasonAgainst(socket: TLSSocket, certificate: X509Certificate): CertificateReason | undefined {
    if (tls.fingerprint !== undefined) {
      const isPinned = fingerprintOf(certificate).replaceAll(':', '').toLowerCase() === tls.fingerprint;
      return isPinned ? expiryOf(certificate) : 'other fingerprint';
    }
    if (listed.some((der) => der.equals(certificate.raw))) return expiryOf(certificate);
    return socket.authorized ? undefined : { code: String(socket.authorizationError) };
  }
  return (socket) => {
    if (tls.insecure) return undefined;
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return new BackendError('unreachable', 'the server presented no certificate');
    const reason = reasonAgainst(socket, certificate);
    return reason && new BackendError('unreachable', describeCertificate(certificate, reason, name));
  };
}
