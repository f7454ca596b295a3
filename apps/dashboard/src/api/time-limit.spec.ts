import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { TimedOutError } from './problem';
import { limitOf, withinLimit } from './time-limit';

describe('the time limit of a request', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/silent') return;
      response.write('first ');
      if (request.url === '/stream') request.on('close', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('ends a request without an answer, and one whose body does not end', async () => {
    const silent = withinLimit(0.05, undefined, (signal) => fetch(`${url}/silent`, { signal }));
    await expect(silent).rejects.toMatchObject({ name: 'TimedOutError', seconds: 0.05 });
    const endless = withinLimit(0.05, undefined, async (signal) => (await fetch(`${url}/endless`, { signal })).text());
    await expect(endless).rejects.toBeInstanceOf(TimedOutError);
  });

  it('leaves the end of a request to its caller', async () => {
    const caller = new AbortController();
    const request = withinLimit(60, caller.signal, (signal) => fetch(`${url}/silent`, { signal }));
    caller.abort();
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not end a stream that has begun, which its caller still can', async () => {
    const caller = new AbortController();
    let limited: AbortSignal | undefined;
    const response = await withinLimit(5, caller.signal, (signal) => {
      limited = signal;
      return fetch(`${url}/stream`, { signal });
    });
    expect(limited?.aborted).toBe(false);
    const text = response.text();
    caller.abort();
    await expect(text).rejects.toMatchObject({ name: 'AbortError' });
    expect(limited?.aborted).toBe(true);
  });

  it('is longer for what waits for a backend', () => {
    expect(limitOf('PATCH')).toBeGreaterThan(limitOf());
  });
});
