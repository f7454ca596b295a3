// A limit: bare `node:http`, which sends the same bytes and headers from constants.
import { createServer } from 'node:http';

import { announce, answers } from './input.mjs';

const known = new Map(answers().map(({ bytes, headers, name }) => [`/${name}`, { bytes, headers }]));

const server = createServer({ keepAliveTimeout: 60_000 }, ({ url }, response) => {
  const { bytes, headers } = known.get(url);
  response.writeHead(200, headers);
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));
