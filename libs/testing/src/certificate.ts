import { X509Certificate } from 'node:crypto';

import { generate } from 'selfsigned';

/** A certificate and its key, as PEM text. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says besides its common name. */
export interface CertificateContent {
  /** Its subject alternative names: IPv4 addresses and host names; none: the common name only. @default 127.0.0.1 */
  readonly names?: readonly string[];
  /** True if it can sign others. @default only a self-signed one can */
  readonly isAuthority?: boolean;
  /** The beginning of its validity. @default now */
  readonly from?: Date;
  /** The end of its validity. @default a year after its beginning */
  readonly to?: Date;
}

/** Creates a certificate, signed by the authority, or self-signed without one; that one can sign others. */
export async function makeCertificate(
  name: string,
  authority?: Certificate,
  { from, isAuthority = authority === undefined, names = ['127.0.0.1'], to }: CertificateContent = {},
): Promise<Certificate> {
  const altNames = names.map((each) =>
    /^[\d.]+$/.test(each) ? ({ type: 7, ip: each } as const) : ({ type: 2, value: each } as const),
  );
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames } as const] : []),
    ],
    ...(from && { notBeforeDate: from }),
    ...(to && { notAfterDate: to }),
    ...(authority && { ca: authority }),
  });
  return { cert, key };
}

/** The SHA-256 of a certificate as tools print it: upper case, with colons. */
export function fingerprintOf({ cert }: Certificate): string {
  return new X509Certificate(cert).fingerprint256;
}
