import { until } from '@gateway/testing/until';
import { fastify, type FastifyInstance } from 'fastify';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { limitFiles } from './file-limit.js';
import { prepareResponseHeaders } from './response-headers.js';

const MAX_FILES = 32;

describe('the files that a server sends', () => {
  let server: FastifyInstance;
  let url: string;

  beforeEach(async () => {
    server = fastify();
    limitFiles(server);
    prepareResponseHeaders(server, { api: {}, docs: {}, page: {} });
    // The headers only: the file is never sent.
    server.get('/files/*', (_request, reply) => void reply.hijack().raw.writeHead(200).flushHeaders());
    server.get('/other', async () => 'other');
    url = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  it('are 32 at most, until a client has its file or has disconnected', async () => {
    const get = async (path: string) => {
      const client = await RawClient.open(url);
      client.send(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await until('it is answered', () => client.received !== '');
      return { client, status: Number(client.received.split(' ')[1]), text: client.received };
    };
    const sending = [];
    for (let at = 0; at < MAX_FILES; at += 1) sending.push(await get(at % 2 ? '/files/a' : '/%66iles/a'));
    expect(sending.every(({ status }) => status === 200)).toBe(true);
    const refused = await get('/files/a');
    expect([refused.status, /retry-after: 5/.test(refused.text)]).toEqual([503, true]);
    expect(refused.text).toContain('/docs/errors#overloaded');
    const other = await get('/other');
    expect(other.status).toBe(200);
    await sending[0]?.client.cut();
    await until('there is room', async () => {
      const next = await get('/files/a');
      await next.client.cut();
      return next.status === 200;
    });
    for (const { client } of [...sending, refused, other]) await client.cut();
  });
});
