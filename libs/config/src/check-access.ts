/** Rules over the options of `access`. */
import { canonicalSubject } from '@gateway/core';

import { providerUrl } from './access-rules.js';
import { readSecretFile } from './check-login.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { keySetFault } from './key-set.js';
import { isLoopback } from './loopback.js';
import { mapping } from './rules.js';
import { type AccessSection, GrantSection, type JwtSection } from './sections.js';
import { validateSections } from './validate-sections.js';

const NO_RULES =
  'expected a loopback address such as 127.0.0.1, because there is no access section and everybody would be an ' +
  'admin: add access (npm start -- token NAME prints a token for it), or listen on 127.0.0.1';

/**
 * Adds the faults of access rules that involve several options or a file, and reads the file they name. Without rules,
 * only a loopback host is valid.
 */
export function checkAccess(
  access: AccessSection | null | undefined,
  host: string | null | undefined,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (access === undefined && faults.isSound('server.host') && !isLoopback(host ?? '127.0.0.1')) {
    faults.addWithValue('server.host', NO_RULES);
  }
  if (access == null || !faults.isSound('access')) return;
  const { anonymous, certificates, jwt, session, tokens } = access;
  if (anonymous != null && mapping(anonymous) === undefined) {
    validateSections(GrantSection, anonymous as GrantSection, faults, 'access.anonymous');
  }
  if (faults.isSound('access.tokens')) checkTokens(tokens ?? [], faults);
  if (jwt != null && faults.isSound('access.jwt')) checkJwt(jwt, files, faults);
  if (faults.isSound('access.session')) {
    readSecretFile('access.session.key_file', session?.key_file, 'key', files, faults);
  }
  if (!faults.isSound('access.certificates')) return;
  for (const [index, { subject }] of (certificates ?? []).entries()) {
    const path = `access.certificates[${index}].subject`;
    if (faults.isSound(path) && canonicalSubject(subject) === undefined) {
      faults.addWithValue(path, 'expected a subject such as CN=portal,O=Example');
    }
  }
}

/** Rules for one token add up, so they must agree on its name. */
function checkTokens(tokens: NonNullable<AccessSection['tokens']>, faults: Faults): void {
  const names = new Map<string, string>();
  for (const [index, { name, sha256 }] of tokens.entries()) {
    const path = `access.tokens[${index}]`;
    if (!faults.isSound(`${path}.name`) || !faults.isSound(`${path}.sha256`)) continue;
    const known = names.get(sha256.toLowerCase());
    if (known === undefined) names.set(sha256.toLowerCase(), name);
    else if (known !== name) faults.addWithValue(`${path}.name`, 'expected the name of the other rule for this token');
  }
}

function checkJwt(jwt: JwtSection, files: ConfigFiles, faults: Faults): void {
  const { client_id, issuer, jwks_file, jwks_url } = jwt;
  const isSound = (name: string): boolean => faults.isSound(`access.jwt.${name}`);
  if (jwks_file != null && jwks_url != null) {
    faults.add('access.jwt', 'expected at most one of jwks_file and jwks_url, got both');
  }
  const needsDiscovery = client_id != null || (jwks_file == null && jwks_url == null);
  if (needsDiscovery && isSound('issuer')) {
    const expected = providerUrl(issuer) ?? (/[?#]/.test(issuer) ? 'a URL without query and fragment' : undefined);
    const otherwise = client_id == null ? '; or jwks_file or jwks_url' : '';
    if (expected !== undefined) faults.addWithValue('access.jwt.issuer', `expected ${expected}${otherwise}`);
  }
  checkClient(jwt, files, faults);
  if (jwks_file == null || !isSound('jwks_file')) return;
  const text = files.readText('access.jwt.jwks_file', jwks_file, faults);
  const expected = text === undefined ? undefined : keySetFault(text);
  if (expected !== undefined) faults.add('access.jwt.jwks_file', `expected the file it names to hold ${expected}`);
}

function checkClient({ client_id, client_secret_file, scope }: JwtSection, files: ConfigFiles, faults: Faults): void {
  readSecretFile('access.jwt.client_secret_file', client_secret_file, 'secret', files, faults);
  if (client_id != null) return;
  for (const [name, value] of Object.entries({ client_secret_file, scope })) {
    if (value != null) faults.add(`access.jwt.${name}`, 'expected client_id beside it, got none');
  }
}
