import { type IncomingMessage } from 'node:http';

import { Problem } from '../problems/problem.js';
import { type ConnectionLimits } from './connection-limits.js';

/** The problem of a request whose URL is too long, or that has too many headers. */
export function sizeProblem(
  { rawHeaders, url = '' }: IncomingMessage,
  { headers, urlBytes }: Pick<ConnectionLimits, 'headers' | 'urlBytes'>,
): Problem | undefined {
  if (url.length > urlBytes) return urlTooLong(urlBytes);
  const count = rawHeaders.length / 2;
  return count > headers
    ? new Problem('headers-too-large', `the request has ${count} headers, expected at most ${headers}`)
    : undefined;
}

/**
 * The problem of a request that is larger than the URL and the headers may be together, from the data in which that was
 * noticed. The URL is too long if the data begins with a request whose first line is.
 */
export function overflowProblem(
  data: Buffer | undefined,
  { headerBytes, urlBytes }: Pick<ConnectionLimits, 'headerBytes' | 'urlBytes'>,
): Problem {
  if (data && /^[A-Z]+ /.test(data.toString('latin1', 0, 20))) {
    const lineEnd = data.indexOf('\n');
    if ((lineEnd < 0 ? data.length : lineEnd) > urlBytes) return urlTooLong(urlBytes);
  }
  return new Problem(
    'headers-too-large',
    `the URL and the headers are too long, expected at most ${headerBytes} bytes`,
  );
}

function urlTooLong(max: number): Problem {
  return new Problem('url-too-long', `the URL is too long, expected at most ${max} bytes`);
}
