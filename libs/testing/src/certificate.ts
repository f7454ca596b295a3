import { generate } from 'selfsigned';

/** A certificate and its key, as PEM text. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Creates a certificate for 127.0.0.1, signed by the authority, or self-signed without one; that one can sign others. */
export async function makeCertificate(name: string, authority?: Certificate): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: authority === undefined, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
    ...(authority && { ca: authority }),
  });
  return { cert, key };
}
