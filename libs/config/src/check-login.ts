import { createSecureContext } from 'node:tls';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type AuthSection } from './sections.js';

/** Adds the faults of a login that no option shows by itself, and reads the files it names. */
export function checkLogin(auth: AuthSection | undefined, path: string, files: ConfigFiles, faults: Faults): void {
  if (!auth || !faults.sound(path)) return;
  const { basic, bearer, certificate } = auth;
  readSecretFile(`${path}.basic.password_file`, basic?.password_file, files, faults);
  readSecretFile(`${path}.bearer.token_file`, bearer?.token_file, files, faults);
  const cert = read('certificate.cert_file', certificate?.cert_file);
  const key = read('certificate.key_file', certificate?.key_file);
  if (cert !== undefined && key !== undefined) {
    const expected = 'files of a PEM certificate and its unencrypted private key';
    expectPem(`${path}.certificate`, expected, () => createSecureContext({ cert, key }), faults);
  }
  if (basic) expectOne(`${path}.basic`, { password: basic.password, password_file: basic.password_file }, faults);
  if (bearer) expectOne(`${path}.bearer`, { token: bearer.token, token_file: bearer.token_file }, faults);
  expectOne(path, { basic, bearer, certificate }, faults);

  function read(name: string, file: string | undefined): string | undefined {
    const at = `${path}.${name}`;
    return file === undefined || !faults.sound(at) ? undefined : files.read(at, file, faults);
  }
}

/** Reads the file of a secret where one is named, only to add a fault when it holds none. */
export function readSecretFile(
  path: string,
  file: string | null | undefined,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (file != null && faults.sound(path)) files.readSecret(path, file, faults);
}

/** Adds a fault unless exactly one of these options is given, or one of them has a fault already. */
export function expectOne(path: string, options: Readonly<Record<string, unknown>>, faults: Faults): void {
  if (!faults.sound(path)) return;
  const names = Object.keys(options);
  const given = names.filter((name) => options[name] != null);
  if (given.length === 1) return;
  faults.add(path, `expected exactly one of ${names.join(', ')}, got ${given.join(' and ') || 'none'}`);
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
