/** Rules over the options of a connection to a backend: URL, TLS and proxy. */
import { isIPv4 } from 'node:net';

import { checkPasswordOptions } from './check-login.js';
import { checkTls } from './check-store.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type SourceDefaultsSection, type SourceSection } from './sections.js';

/** Adds the faults of a connection that involve several options. Expects a source with its defaults. */
export function checkConnection(source: SourceSection, path: string, faults: Faults): void {
  const isSound = (name: string): boolean => faults.isSound(`${path}.${name}`);
  if (['url', 'tls.insecure', 'proxy.url'].every(isSound)) checkScheme(source, path, faults);
  if (isSound('url') && isSound('tls')) checkTlsOptions(source, path, faults);
}

/** Reads the files that TLS and proxy options name, and adds their faults. */
export function checkConnectionFiles(
  { proxy, tls }: SourceDefaultsSection,
  path: string,
  files: ConfigFiles,
  faults: Faults,
): void {
  checkTls(`${path}.tls`, tls, files, faults);
  if (!proxy || !faults.isSound(`${path}.proxy`)) return;
  checkPasswordOptions(`${path}.proxy.auth.basic`, proxy.auth?.basic, files, faults);
}

/** Plain http is for loopback addresses. Through a proxy on another host, not even these are local. */
function checkScheme({ proxy, tls, url }: SourceSection, path: string, faults: Faults): void {
  if (!isPlain(url) || String(tls?.insecure) === 'true') return;
  const allowed = 'plain http is for loopback addresses, or with tls.insecure';
  if (!isLoopback(url)) faults.addWithValue(`${path}.url`, `expected https: ${allowed}`);
  else if (proxy && !isLoopback(proxy.url)) {
    faults.addWithValue(`${path}.url`, 'expected https: plain http through a proxy needs tls.insecure');
  }
}

/** Adds a fault for options that have no effect, or that contradict each other. */
function checkTlsOptions({ tls, url }: SourceSection, path: string, faults: Faults): void {
  for (const name of ['server_name', 'fingerprint_sha256'] as const) {
    if (tls?.[name] == null || !isPlain(url)) continue;
    const given = faults.values.describe(`${path}.url`) ?? 'a value that is not shown';
    faults.add(`${path}.tls.${name}`, `expected an https address in url to go with it, got ${given}`);
  }
  if (tls?.fingerprint_sha256 != null && String(tls.insecure) === 'true') {
    const reason = 'fingerprint_sha256 accepts one certificate, insecure accepts any';
    faults.addWithValue(`${path}.tls.insecure`, `expected false: ${reason}`);
  }
}

function isPlain(url: string): boolean {
  return new URL(url).protocol === 'http:';
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}
