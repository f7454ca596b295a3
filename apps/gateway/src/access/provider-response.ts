/** What all requests to an OpenID provider have in common. */

/** The time limit of a request. */
export const PROVIDER_TIMEOUT_MS = 5_000;
const MAX_BYTES = 1_000_000;

/** Reads the whole body of a response. Rejects if it is larger than 1 MB. */
export async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** The reason of a failed request in a few words: `fetch` hides that of a failed connection. */
export function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code } = (cause ?? {}) as { readonly code?: string };
  return code ?? message;
}

/** True for a URL that a discovery document may lead to: one with encryption, or on this machine. */
export function isProviderUrl(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname));
}
