import {
  type AccessConfig,
  type Grant,
  type JwtRules,
  type ProviderClient,
  readInstant,
  readSourceSelector,
} from '@gateway/core';

import { type LoadedFiles } from './loaded-files.js';
import { type AccessSection, type GrantSection, type JwtSection } from './sections.js';

/** Adds the defaults. Expects a section without a fault. An empty section admits no caller. */
export function buildAccess(access: AccessSection | null, files: LoadedFiles): AccessConfig {
  const { anonymous, certificates, jwt, session, tokens } = access ?? {};
  return {
    ...(anonymous != null && { anonymous: grantOf(typeof anonymous === 'string' ? { role: anonymous } : anonymous) }),
    tokens: (tokens ?? []).map((token) => ({
      ...grantOf(token),
      name: token.name,
      sha256: token.sha256.toLowerCase(),
      ...(token.expires != null && { expiresAt: readInstant(token.expires) ?? 0 }),
    })),
    ...(jwt != null && { jwt: jwtRules(jwt, files) }),
    certificates: (certificates ?? []).map((rule) => ({ ...grantOf(rule), subject: rule.subject })),
    ...(session?.key_file != null && { sessionKey: files.secret(session.key_file) }),
  };
}

function grantOf({ role, sources }: GrantSection): Grant {
  return { role, ...(sources != null && { sources: readSourceSelector(sources) }) };
}

function jwtRules(jwt: JwtSection, files: LoadedFiles): JwtRules {
  return {
    issuer: jwt.issuer,
    audience: jwt.audience,
    keys: keysOf(jwt, files),
    nameClaim: jwt.name_claim ?? 'sub',
    rolesClaim: jwt.roles_claim,
    roles: (jwt.roles ?? []).map((rule) => ({ ...grantOf(rule), claim: rule.claim })),
    ...(jwt.client_id != null && { client: clientOf(jwt, jwt.client_id, files) }),
  };
}

function keysOf({ jwks_file, jwks_url }: JwtSection, files: LoadedFiles): JwtRules['keys'] {
  if (jwks_file != null) return { from: 'file', text: files.text(jwks_file) };
  return jwks_url == null ? { from: 'discovery' } : { from: 'url', url: jwks_url };
}

function clientOf({ client_secret_file, scope }: JwtSection, id: string, files: LoadedFiles): ProviderClient {
  const secret = client_secret_file == null ? undefined : files.secret(client_secret_file);
  return { id, scope: scope ?? 'openid profile', ...(secret && { secret }) };
}
