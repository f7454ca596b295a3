import { createSecureContext } from 'node:tls';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type AuthSection } from './sections.js';

/** Adds the faults of a login that no option shows by itself, and reads the files it names. */
export function checkLogin(auth: AuthSection | undefined, path: string, files: ConfigFiles, faults: Faults): void {
  if (!auth || !faults.sound(path)) return;
  const { basic, bearer, certificate } = auth;
  readSecret('basic.password_file', basic?.password_file);
  readSecret('bearer.token_file', bearer?.token_file);
  const cert = read('certificate.cert_file', certificate?.cert_file);
  const key = read('certificate.key_file', certificate?.key_file);
  if (cert !== undefined && key !== undefined) {
    const expected = 'files of a PEM certificate and its unencrypted private key';
    expectPem(`${path}.certificate`, expected, () => createSecureContext({ cert, key }), faults);
  }
  if (basic) expectOne(`${path}.basic`, { password: basic.password, password_file: basic.password_file });
  if (bearer) expectOne(`${path}.bearer`, { token: bearer.token, token_file: bearer.token_file });
  expectOne(path, { basic, bearer, certificate });

  function read(name: string, file: string | undefined): string | undefined {
    const at = `${path}.${name}`;
    return file === undefined || !faults.sound(at) ? undefined : files.read(at, file, faults);
  }

  function readSecret(name: string, file: string | null | undefined): void {
    const at = `${path}.${name}`;
    if (file != null && faults.sound(at)) files.readSecret(at, file, faults);
  }

  function expectOne(at: string, options: Readonly<Record<string, unknown>>): void {
    if (!faults.sound(at)) return;
    const names = Object.keys(options);
    const given = names.filter((name) => options[name] != null);
    if (given.length === 1) return;
    faults.add(at, `expected exactly one of ${names.join(', ')}, got ${given.join(' and ') || 'none'}`);
  }
}

/**
 * Adds a fault when a PEM text cannot be parsed. The reason is not told: it is the TLS library's and may come to quote
 * the text.
 */
export function expectPem(path: string, expected: string, parse: () => unknown, faults: Faults): void {
  try {
    parse();
  } catch {
    faults.add(path, `expected ${expected}`);
  }
}
