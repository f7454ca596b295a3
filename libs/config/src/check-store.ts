/** Rules over the options of the store. */
import { X509Certificate } from 'node:crypto';

import { certificatesIn } from '@gateway/core';

import { canParse, checkPasswordOptions, expectOne } from './check-login.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type StoreSection, type TlsSection } from './sections.js';

const OPTIONS = ['path', 'url', 'sentinel', 'cluster', 'auth', 'tls', 'namespace'] as const;

/**
 * Adds the faults of the store that involve several options or a file, and reads the files it names. Expects a valid
 * kind.
 */
export function checkStore(store: StoreSection, files: ConfigFiles, faults: Faults): void {
  const belongs = (name: string): boolean => (name === 'path') === (store.kind === 'embedded');
  for (const name of OPTIONS) {
    if (store[name] != null && !belongs(name)) faults.addWithValue(`store.${name}`, `not for kind ${store.kind}`);
  }
  if (store.kind === 'embedded' && store.path == null) {
    faults.addWithValue('store.path', `needed with kind ${store.kind}`);
  }
  if (store.kind === 'embedded' && store.path != null && faults.isSound('store.path')) {
    files.checkFolder('store.path', store.path, faults);
  }
  if (store.kind === 'redis') checkRedis(store, files, faults);
}

function checkRedis(store: StoreSection, files: ConfigFiles, faults: Faults): void {
  const { auth, cluster, sentinel, tls, url } = store;
  expectOne('store', { url, sentinel, cluster }, faults);
  checkPasswordOptions('store.sentinel.auth', sentinel?.auth, files, faults);
  checkPasswordOptions('store.auth', auth, files, faults);
  if (auth != null && url != null && faults.isSound('store.url') && hasLogin(url)) {
    faults.add('store.auth', 'expected the login here or in store.url, not in both');
  }
  checkTls('store.tls', tls, files, faults);
  const paths = [
    'store',
    ...['url', 'sentinel', 'sentinel.nodes', 'cluster', 'cluster.nodes'].map((at) => `store.${at}`),
  ];
  if (tls != null && paths.every((path) => faults.isSound(path)) && !isEncrypted(store)) {
    faults.add('store.tls', 'expected addresses with rediss: to go with it, got redis:');
  }
}

/** Adds the faults of the TLS options, and reads the file they name. */
export function checkTls(
  path: string,
  tls: Pick<TlsSection, 'ca_file'> | null | undefined,
  files: ConfigFiles,
  faults: Faults,
): void {
  const at = `${path}.ca_file`;
  if (tls?.ca_file == null || !faults.isSound(at)) return;
  const ca = files.readPem(at, tls.ca_file, faults);
  if (ca !== undefined) checkCertificates(at, ca, faults);
}

/** Adds a fault unless the text of the file at this path is one or more PEM certificates. */
export function checkCertificates(path: string, pem: string, faults: Faults): void {
  if (!canParse(() => parseCertificates(pem))) faults.addWithValue(path, 'expected a file of PEM certificates');
}

/** Throws unless the first and every other certificate in a PEM text can be parsed. */
function parseCertificates(pem: string): void {
  for (const certificate of [pem, ...certificatesIn(pem)]) new X509Certificate(certificate);
}

function hasLogin(url: string): boolean {
  const { password, username } = new URL(url);
  return password !== '' || username !== '';
}

function isEncrypted({ cluster, sentinel, url }: StoreSection): boolean {
  const addresses = sentinel?.nodes ?? cluster?.nodes ?? [url ?? ''];
  return addresses.every((address) => address.startsWith('rediss:'));
}
