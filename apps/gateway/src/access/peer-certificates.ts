import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { canonicalSubject } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { SignInError } from './sign-in-error.js';

/** Reads the certificates of clients. */
@Injectable()
export class PeerCertificates {
  /** The subject of each connection; a certificate does not change on a connection. */
  readonly #subjects = new WeakMap<Socket, string | undefined>();

  /**
   * The subject of the certificate that a client has presented, as `canonicalSubject` returns it; `undefined` without a
   * certificate. Throws a `SignInError` if the certificate is not verified.
   */
  subjectOf(socket: Socket): string | undefined {
    if (!(socket instanceof TLSSocket)) return undefined;
    if (!this.#subjects.has(socket)) this.#subjects.set(socket, readSubject(socket));
    const subject = this.#subjects.get(socket);
    if (subject !== undefined && !socket.authorized) throw new SignInError('unverified', 'certificate');
    return subject;
  }
}

/** Node separates the parts of a subject by line breaks, and escapes commas in their values (RFC 4514). */
function readSubject(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  return canonicalSubject(certificate.subject.split('\n').join(',')) ?? '';
}
