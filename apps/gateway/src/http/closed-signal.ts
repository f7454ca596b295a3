import { type ServerResponse } from 'node:http';

import { hasLeft } from './has-left.js';

/** A signal that aborts when the response is complete or the client has disconnected. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  onceClosed(response, () => closed.abort());
  return closed.signal;
}

/** Calls `run` once, when the response is complete or the client has disconnected. */
export function onceClosed(response: ServerResponse, run: () => void): void {
  const isGone = hasLeft(response);
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    run();
  };
  if (response.destroyed || isGone()) {
    close();
    return;
  }
  response.once('close', close);
  // If the client leaves while the response waits for the one before it, Node closes the request only.
  response.req.once('close', () => {
    if (isGone()) close();
  });
}
