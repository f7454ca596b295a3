import { type ServerResponse } from 'node:http';

/** A signal that aborts when the response is complete or the client has disconnected. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  onceClosed(response, () => closed.abort());
  return closed.signal;
}

/** Calls `run` once, when the response is complete or the client has disconnected. */
export function onceClosed(response: ServerResponse, run: () => void): void {
  if (response.destroyed) run();
  else response.once('close', run);
}
