import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';

import { freePort } from '@gateway/testing/free-port';
import { generate } from 'selfsigned';

import { probe } from './probe.js';

describe('the probe', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  async function listen(made: Server, host: string): Promise<number> {
    server = made.listen(0, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it.each(['0.0.0.0', '127.0.0.1', 'localhost'])('is successful if the gateway on %s responds', async (host) => {
    const paths: unknown[] = [];
    const port = await listen(
      createServer(({ url }, response) => response.end(String(paths.push(url)))),
      host,
    );
    const { isAlive, line } = await probe({ host, port, isEncrypted: false });
    expect(isAlive).toBe(true);
    expect(line).toBe(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/health/live: status 200`);
    expect(paths).toEqual(['/health/live']);
  });

  it('accepts any certificate', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'gateway.example.net' }]);
    const port = await listen(
      createTlsServer({ cert, key }, (_request, response) => response.end()),
      '127.0.0.1',
    );
    expect(await probe({ host: '127.0.0.1', port, isEncrypted: true })).toMatchObject({ isAlive: true });
    expect(await probe({ host: '127.0.0.1', port, isEncrypted: false })).toMatchObject({ isAlive: false });
  });

  it('fails with the reason', async () => {
    const closed = await freePort();
    expect(await probe({ host: '127.0.0.1', port: closed, isEncrypted: false })).toEqual({
      isAlive: false,
      line: `http://127.0.0.1:${closed}/health/live: ECONNREFUSED`,
    });
    const port = await listen(
      createServer((_request, response) => response.writeHead(503).end()),
      '127.0.0.1',
    );
    expect(await probe({ host: '127.0.0.1', port, isEncrypted: false })).toMatchObject({
      isAlive: false,
      line: expect.stringContaining('status 503'),
    });
  });
});
