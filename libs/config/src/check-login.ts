import { createSecureContext } from 'node:tls';

import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { type SecretRule } from './secret-rules.js';
import { type AuthSection, type BasicSection } from './sections.js';

/** Adds the faults of a login that involve several options or a file, and reads the files it names. */
export function checkLogin(
  auth: AuthSection | null | undefined,
  path: string,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (!auth || !faults.isSound(path)) return;
  const { basic, bearer, certificate } = auth;
  readSecretFile(`${path}.bearer.token_file`, bearer?.token_file, 'token', files, faults);
  const cert = read('certificate.cert_file', certificate?.cert_file);
  const key = read('certificate.key_file', certificate?.key_file);
  if (cert !== undefined && key !== undefined && !canParse(() => createSecureContext({ cert, key }))) {
    faults.add(`${path}.certificate`, 'expected files of a PEM certificate and its unencrypted private key');
  }
  checkPasswordOptions(`${path}.basic`, basic, files, faults);
  if (bearer) expectOne(`${path}.bearer`, { token: bearer.token, token_file: bearer.token_file }, faults);
  expectOne(path, { basic, bearer, certificate }, faults);

  function read(name: string, file: string | undefined): string | undefined {
    const at = `${path}.${name}`;
    return file === undefined || !faults.isSound(at) ? undefined : files.readPem(at, file, faults);
  }
}

/** Adds the faults of the password of a login, and reads its file if one is named. */
export function checkPasswordOptions(
  path: string,
  login: Pick<BasicSection, 'password' | 'password_file'> | null | undefined,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (login == null || !faults.isSound(path)) return;
  const { password, password_file } = login;
  readSecretFile(`${path}.password_file`, password_file, 'secret', files, faults);
  expectOne(path, { password, password_file }, faults);
}

/** Reads the file of a secret if one is named. Adds a fault if it cannot be read or its text breaks the rule. */
export function readSecretFile(
  path: string,
  file: string | null | undefined,
  rule: SecretRule,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (file != null && faults.isSound(path)) files.readSecret(path, file, rule, faults);
}

/** Adds a fault unless exactly one of these options is given. Does nothing if the path has a fault. */
export function expectOne(path: string, options: Readonly<Record<string, unknown>>, faults: Faults): void {
  if (!faults.isSound(path)) return;
  const names = Object.keys(options);
  const given = names.filter((name) => options[name] != null);
  if (given.length === 1) return;
  faults.add(path, `expected exactly one of ${names.join(', ')}, got ${given.join(' and ') || 'none'}`);
}

/** True if a PEM text can be parsed. The error of the TLS library is dropped because it may quote the text. */
export function canParse(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
