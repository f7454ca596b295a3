/** Rules over the options of the gateway's own port. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

import { canParse } from './check-login.js';
import { checkCertificates } from './check-store.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type FileSection, type ServerTlsSection } from './sections.js';

/** Adds the faults of the port that involve several options or a file, and reads the files it names. */
export function checkServer({ server }: FileSection, files: ConfigFiles, faults: Faults): void {
  if (server?.tls != null && faults.isSound('server.tls')) checkTls(server.tls, files, faults);
}

function checkTls({ cert_file, client_ca_file, key_file }: ServerTlsSection, files: ConfigFiles, faults: Faults): void {
  const cert = read('cert_file', cert_file);
  const key = read('key_file', key_file);
  if (cert !== undefined) checkCertificates('server.tls.cert_file', cert, faults);
  const parsed = key === undefined ? undefined : parsedKey(key);
  if (key !== undefined && parsed === undefined) {
    faults.add('server.tls.key_file', 'expected a file of a PEM private key that is not encrypted');
  }
  if (cert !== undefined && parsed && key !== undefined) checkPair(cert, { parsed, text: key }, faults);
  if (client_ca_file != null) {
    const authorities = read('client_ca_file', client_ca_file);
    if (authorities !== undefined) checkCertificates('server.tls.client_ca_file', authorities, faults);
  }

  function read(name: string, file: string): string | undefined {
    const path = `server.tls.${name}`;
    return faults.isSound(path) ? files.readPem(path, file, faults) : undefined;
  }
}

/** The second check finds what the TLS library rejects, such as a key that is too short. */
function checkPair(cert: string, key: { readonly parsed: KeyObject; readonly text: string }, faults: Faults): void {
  if (!faults.isSound('server.tls.cert_file')) return;
  if (!new X509Certificate(cert).checkPrivateKey(key.parsed)) {
    faults.add('server.tls.key_file', 'expected the key of the first certificate in cert_file, got another key');
  } else if (!canParse(() => createSecureContext({ cert, key: key.text }))) {
    faults.addWithValue('server.tls.cert_file', 'expected a certificate that TLS 1.2 can use');
  }
}

/** The error is dropped because it may quote the key. */
function parsedKey(key: string): KeyObject | undefined {
  try {
    return createPrivateKey(key);
  } catch {
    return undefined;
  }
}
