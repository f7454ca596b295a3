/** The requests that dialects receive and the answers they return. */
import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

const MAX_BODY_BYTES = 1024 * 1024;

/** A request with resolved path and decoded query. */
export interface Call {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Decoded path segments. Dot segments are removed first (RFC 3986, section 5.2.4), as ONTAP does, then empty ones. */
  readonly path: readonly string[];
  /** Decoded parameters in order, with repeated ones; `+` is a space. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** True if the client has sent a certificate of the configured authority. */
  readonly certified: boolean;
}

/** An answer without `Date` and `Content-Length`, which are added when it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads a whole request. Rejects if the body is longer than 1 MiB or the connection is closed early. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('the request body is longer than 1 MiB');
    chunks.push(chunk);
  }
  const target = request.url ?? '/';
  const [path = '', ...query] = target.split('?');
  return {
    method: request.method ?? 'GET',
    target,
    path: resolvePath(path),
    query: parseQuery(query.join('?')),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    certified: request.socket instanceof TLSSocket && request.socket.authorized,
  };
}

/** The user name and password of a Basic `Authorization` header (RFC 7617). */
export function basicCredentials(call: Call): { readonly username: string; readonly password: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [username = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { username, password: password.join(':') };
}

/** The token of a Bearer `Authorization` header (RFC 6750). */
export function bearerToken(call: Call): string | undefined {
  return /^Bearer (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
}

/** An answer in JSON. `headers` may replace the content type. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function resolvePath(path: string): readonly string[] {
  const resolved: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') resolved.pop();
    else if (segment !== '.' && segment !== '') resolved.push(decode(segment));
  }
  return resolved;
}

function parseQuery(query: string): readonly (readonly [string, string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
      return [decode(name), decode(value.join('='))] as const;
    });
}

/** Returns text with a malformed escape unchanged; it then matches nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
