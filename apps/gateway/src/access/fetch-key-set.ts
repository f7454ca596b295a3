import { type JwtRules, parseJson } from '@gateway/core';
import { type JSONWebKeySet } from 'jose';

import { causeOf, isProviderUrl, PROVIDER_TIMEOUT_MS, readBody } from './provider-response.js';

const KEY_TYPES: readonly unknown[] = ['RSA', 'EC', 'OKP'];
const DISCOVERY_PATH = '/.well-known/openid-configuration';

/**
 * Fetches the key set of a provider, from its URL or that of its discovery document (OpenID Connect Discovery 1.0, 4).
 * Keys that are not public are left out. Rejects with an error whose message is one sentence about the provider.
 */
export async function fetchKeySet({ issuer, keys }: JwtRules): Promise<JSONWebKeySet> {
  const set = await fetchObject(keys.from === 'url' ? keys.url : await discover(issuer));
  const all: unknown = set['keys'];
  if (!Array.isArray(all)) throw new Error('the key set of the provider has no keys');
  const usable = all.filter(
    (key: unknown) =>
      typeof key === 'object' && key !== null && 'kty' in key && KEY_TYPES.includes(key.kty) && !('d' in key),
  );
  if (usable.length === 0) throw new Error('the key set of the provider has no public key of the types RSA, EC or OKP');
  return { keys: usable as JSONWebKeySet['keys'] };
}

async function discover(issuer: string): Promise<string> {
  const document = await fetchObject(issuer.replace(/\/$/, '') + DISCOVERY_PATH);
  if (document['issuer'] !== issuer) throw new Error('the discovery document of the provider is for another issuer');
  const url = document['jwks_uri'];
  if (!isProviderUrl(url)) throw new Error('the discovery document has no https URL of keys');
  return url;
}

async function fetchObject(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { origin } = new URL(url);
  const body = await fetchText(url).catch((error: unknown) => {
    throw new Error(`${origin} does not answer: ${causeOf(error)}`);
  });
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) throw new Error(`${origin} does not answer with a JSON object`);
  return value as Readonly<Record<string, unknown>>;
}

async function fetchText(url: string): Promise<string> {
  const signal = AbortSignal.timeout(PROVIDER_TIMEOUT_MS);
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await readBody(response)).toString('utf8');
}
