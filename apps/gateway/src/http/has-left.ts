import { type ServerResponse } from 'node:http';

import { type HasLeft } from '@gateway/core';

/**
 * Returns the check whether the client of a response has disconnected. It reads the connection, because Node reports nothing on
 * a response that waits for the one before it (pipelining). It costs nothing until it is called.
 */
export function hasLeft({ req }: ServerResponse): HasLeft {
  const { socket } = req;
  return () => socket.destroyed;
}
