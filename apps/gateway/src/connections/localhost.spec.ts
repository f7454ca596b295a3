import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { furtherAddresses, listenAlsoOn } from './localhost.js';

describe('a server that listens on several addresses', () => {
  it('accepts connections on each of them until it is closed', async () => {
    const server = createServer((_request, response) => response.end('here'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await listenAlsoOn(server, ['127.0.0.1', '127.0.0.2', '203.0.113.1']);
    const { port } = server.address() as AddressInfo;
    const get = async (address: string) =>
      (await fetch(`http://${address}:${port}`, { headers: { connection: 'close' } })).text();
    expect([await get('127.0.0.1'), await get('127.0.0.2')]).toEqual(['here', 'here']);
    server.close();
    await once(server, 'close');
    await expect(get('127.0.0.2')).rejects.toThrow('fetch failed');
  });

  it('accepts no further ones once it begins to close', async () => {
    const server = createServer((_request, response) => response.write('first part'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await listenAlsoOn(server, ['127.0.0.2']);
    const { port } = server.address() as AddressInfo;
    const open = await fetch(`http://127.0.0.1:${port}`);
    server.close();
    await expect(fetch(`http://127.0.0.2:${port}`)).rejects.toThrow('fetch failed');
    server.closeAllConnections();
    await expect(open.text()).rejects.toThrow();
  });

  it('does so for localhost only', async () => {
    expect(await furtherAddresses('localhost')).toContain('127.0.0.1');
    expect(await furtherAddresses('127.0.0.1')).toEqual([]);
  });
});
