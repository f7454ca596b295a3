/** Describes why a certificate is not accepted. Names in it come from outside: they are bounded and quoted. */
import { type X509Certificate } from 'node:crypto';

import { quotedText } from './plain-text.js';

/** Why a certificate is not accepted; `code` is that of Node or its TLS library. */
export type CertificateReason = 'expired' | 'not yet valid' | 'other fingerprint' | { readonly code: string };

const MAX_NAMES = 3;
/** A certificate can have thousands of names; only the first ones are read. */
const MAX_NAMES_LENGTH = 1_000;

const SUBJECT = 'the certificate of the server';

/** The SHA-256 of a certificate as tools print it: upper case, with colons. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256;
}

/** The reason against a certificate that is accepted for itself: its time is over, or has not come. */
export function expiryOf({ validFrom, validTo }: X509Certificate): 'expired' | 'not yet valid' | undefined {
  const now = Date.now(); // as the TLS library does
  if (!(now <= Date.parse(validTo))) return 'expired';
  return now >= Date.parse(validFrom) ? undefined : 'not yet valid';
}

/** A sentence with the reason and what to do; `name` is the name that was looked for in the certificate. */
export function describeCertificate(certificate: X509Certificate, reason: CertificateReason, name: string): string {
  if (reason === 'other fingerprint') {
    return `${SUBJECT} does not match tls.fingerprint_sha256: its SHA-256 is ${fingerprintOf(certificate)}`;
  }
  if (typeof reason === 'string') return describeTime(certificate, reason);
  switch (reason.code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return describeNames(certificate, name);
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID': {
      const own = expiryOf(certificate);
      return own
        ? describeTime(certificate, own)
        : `${SUBJECT} was issued by an authority whose own certificate has expired or is not valid yet`;
    }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `${SUBJECT} is self-signed and not in tls.ca_file: ${adviceFor(certificate, 'the certificate')}`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE': {
      const issuer = quotedText(commonNameIn(certificate.issuer) ?? certificate.issuer.split('\n').at(-1) ?? '');
      return `${SUBJECT} was issued by ${issuer}, which is not trusted: ${adviceFor(certificate, 'that authority')}`;
    }
    default:
      return `${SUBJECT} is not accepted (${/^[A-Z][A-Z0-9_]{0,60}$/.exec(reason.code)?.[0] ?? 'unknown reason'})`;
  }
}

function describeTime({ validFrom, validTo }: X509Certificate, reason: 'expired' | 'not yet valid'): string {
  if (reason === 'expired') return `${SUBJECT} expired on ${dateOf(validTo)}`;
  return `${SUBJECT} is not valid before ${dateOf(validFrom)}: check the clocks of the server and of the gateway`;
}

function describeNames(certificate: X509Certificate, name: string): string {
  const names = namesOf(certificate);
  if (names.length > 0) {
    const others = names.length > MAX_NAMES ? ' and others' : '';
    const shown = names.slice(0, MAX_NAMES).map(quotedText).join(', ');
    return `${SUBJECT} is not for ${quotedText(name)} but for ${shown}${others}: check url, or set tls.server_name`;
  }
  const only = commonNameIn(certificate.subject);
  const found = only === undefined ? 'has no names' : `has only the common name ${quotedText(only)}`;
  return `${SUBJECT} is not for ${quotedText(name)}, it ${found}: ${adviceFor(certificate, 'the certificate')}`;
}

function adviceFor(certificate: X509Certificate, what: string): string {
  return `put ${what} into tls.ca_file, or set tls.fingerprint_sha256 to ${fingerprintOf(certificate)}`;
}

/** The host names and addresses of a certificate. Node writes names with special characters as JSON texts. */
function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  const entries = subjectAltName.slice(0, MAX_NAMES_LENGTH).matchAll(/(?:DNS|IP Address):(?:"([^"]*)"?|([^,]*))/g);
  return [...entries].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** The common name in a distinguished name, which has one part per line. */
function commonNameIn(distinguished: string | undefined): string | undefined {
  return /^CN=(.*)$/m.exec(distinguished ?? '')?.[1];
}

function dateOf(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? 'a date that cannot be read' : new Date(ms).toISOString();
}
