import { type ServerResponse } from 'node:http';

import { type HasLeft } from '@gateway/core';

/** Returns the check whether the client of a response has disconnected. It costs nothing until it is called. */
export function hasLeft({ req }: ServerResponse): HasLeft {
  const { socket } = req;
  return () => socket.destroyed;
}
