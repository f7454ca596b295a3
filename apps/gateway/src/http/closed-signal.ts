import { type ServerResponse } from 'node:http';

/** Aborts when the client has its answer or has left, whichever comes first. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  if (response.destroyed) closed.abort();
  else response.once('close', () => closed.abort());
  return closed.signal;
}
