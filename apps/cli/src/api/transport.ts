/** HTTP over Node's own modules. Unlike the global `fetch` it takes a certificate authority, and it follows no redirect. */
import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as sendHttp } from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';
import { createGunzip } from 'node:zlib';

/**
 * Sends a request that has no body. `signal` aborts it, also while the response is read. The request's own signal is not
 * used: it follows the signal that it was made with only until the request is garbage-collected.
 */
export type Send = (request: Request, signal: AbortSignal) => Promise<Response>;

/** Opens connections that trust `ca`, or the authorities of Node if it is absent. */
export function makeTransport(ca: string | undefined): Send {
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true, ...(ca !== undefined && { ca }) });
  return async ({ headers, method, url }, signal) => {
    const isTls = url.startsWith('https:');
    const options = { method, signal, headers: Object.fromEntries(headers), agent: isTls ? https : http };
    const sent = isTls ? sendHttps(url, options) : sendHttp(url, options);
    // An error after the response has begun is one of the response's body, whose reader gets it.
    sent.on('error', () => undefined);
    sent.end();
    const [message] = (await once(sent, 'response')) as [IncomingMessage];
    return responseOf(message);
  };
}

function responseOf(message: IncomingMessage): Response {
  const { headers, statusCode: status = 0, statusMessage: statusText = '' } = message;
  const isZipped = headers['content-encoding'] === 'gzip';
  const body = isZipped ? message.pipe(createGunzip()) : message;
  message.on('error', (error) => body.destroy(error));
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  const hasBody = status !== 204 && status !== 304;
  if (!hasBody) message.resume();
  return new Response(hasBody ? body : null, { status, statusText, headers: pairs });
}
