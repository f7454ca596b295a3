import { type JwtRules } from '@gateway/core';
import { type JSONWebKeySet } from 'jose';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1_000_000;
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
  if (typeof url !== 'string' || !isAllowed(url)) throw new Error('the discovery document has no https URL of keys');
  return url;
}

async function fetchObject(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { origin } = new URL(url);
  const body = await fetchText(url).catch((error: unknown) => {
    throw new Error(`${origin} does not answer: ${causeOf(error)}`);
  });
  const value = parse(body);
  if (typeof value !== 'object' || value === null) throw new Error(`${origin} does not answer with a JSON object`);
  return value as Readonly<Record<string, unknown>>;
}

async function fetchText(url: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `fetch` hides the reason of a failed connection. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code } = (cause ?? {}) as { readonly code?: string };
  return code ?? message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A discovery document may not lead to a connection without encryption, except on this machine. */
function isAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname));
}
