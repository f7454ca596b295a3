import { type CustomFetchOptions } from 'openid-client';

import { causeOf, isProviderUrl, readBody } from '../access/provider-response.js';

/** Thrown if a provider does not answer as one. The message is one sentence without secrets. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
}

/**
 * Sends a request of `openid-client` and reads the whole response. Rejects with a `ProviderError` if there is none, it is
 * larger than 1 MB, its status is 5xx, or the URL would send secrets without encryption.
 */
export async function fetchFromProvider(url: string, options: CustomFetchOptions): Promise<Response> {
  if (!isProviderUrl(url)) throw new ProviderError('the provider names a URL without https');
  const { origin } = new URL(url);
  try {
    const response = await fetch(url, options as RequestInit);
    const body = await readBody(response);
    const { headers, status } = response;
    if (status < 500) return new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers });
    throw new Error(`status ${status}`);
  } catch (error) {
    throw new ProviderError(`${origin} does not answer: ${causeOf(error)}`);
  }
}
