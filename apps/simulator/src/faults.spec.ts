import { Agent, request } from 'node:http';

import { type Fault, type SimulatedBackend } from './simulator.js';
import { callBackend, type Reply, send, simulators, timeAtNoon } from './testing/simulated.js';

const start = simulators();
const JOBS = '/api/cluster/jobs';
const PATHS = { ontap: JOBS, 'service-engine': '/api/v2.1/jobs', 'unified-manager': '/api/management-server/jobs' };

async function faulty(fault: Fault): Promise<SimulatedBackend> {
  const east = (await start({ clock: timeAtNoon(), jobs: 6 })).backend('east');
  await east.setFault(fault);
  return east;
}

/** A request that may stay unanswered: what was received so far, and a function to abort it. */
function watch(backend: SimulatedBackend): {
  readonly seen: string[];
  /** Number of interim responses. */
  readonly hints: number;
  readonly next: () => Promise<void>;
  end(): void;
} {
  const seen: string[] = [];
  let hints = 0;
  let noticed: () => void = () => undefined;
  const note = (what: string): void => {
    seen.push(what);
    noticed();
  };
  const authorization = `Basic ${Buffer.from('admin:simulator').toString('base64')}`;
  const sent = request(`${backend.url}${JOBS}`, { headers: { authorization }, agent: false }, (response) => {
    note(`status ${response.statusCode}`);
    response.on('data', (chunk: Buffer) => note(`${chunk.length} bytes`));
    response.on('error', () => note('broken off'));
    response.on('end', () => note('end'));
  });
  sent.on('information', () => {
    hints += 1;
    noticed();
  });
  sent.on('error', (error: NodeJS.ErrnoException) => note(error.code ?? error.message));
  sent.end();
  const next = (): Promise<void> => new Promise((resolve) => (noticed = resolve));
  return {
    seen,
    get hints() {
      return hints;
    },
    next,
    end: () => sent.destroy(),
  };
}

describe('a fault', () => {
  it('can leave a request unanswered while others are answered', async () => {
    const east = await faulty({ kind: 'hang', times: 1 });
    const hanging = watch(east);
    while (east.requests.total === 0) await new Promise(setImmediate);
    expect((await callBackend(east, JOBS)).status).toBe(200);
    expect(hanging.seen).toEqual([]);
    hanging.end();
  });

  it('can stop after the headers', async () => {
    const east = await faulty({ kind: 'headers-then-hang', times: 1 });
    const hanging = watch(east);
    await hanging.next();
    expect((await callBackend(east, JOBS)).status).toBe(200);
    expect(hanging.seen).toEqual(['status 200']);
    hanging.end();
  });

  it('can send an answer byte by byte', async () => {
    const east = await faulty({ kind: 'drip', times: 1 });
    const dripping = watch(east);
    await dripping.next();
    await dripping.next();
    expect(dripping.seen).toEqual(['status 200', '1 bytes']);
    dripping.end();
  });

  it('can reset the connection instead of an answer', async () => {
    const east = await faulty({ kind: 'reset', times: 1 });
    const broken = watch(east);
    await broken.next();
    expect(broken.seen).toEqual(['ECONNRESET']);
  });

  it.each<[Fault, number, object]>([
    [{ kind: 'html' }, 200, { 'content-type': 'text/html; charset=utf-8' }],
    [{ kind: 'html-504' }, 504, { 'content-type': 'text/html; charset=utf-8' }],
    [{ kind: 'unauthorized' }, 401, {}],
    [{ kind: 'forbidden' }, 403, {}],
    [{ kind: 'error-500' }, 500, {}],
    [{ kind: 'throttle' }, 429, {}],
    [{ kind: 'throttle', status: 503, retryAfter: 7 }, 503, { 'retry-after': '7' }],
    [{ kind: 'throttle', retryAfter: 'Sun, 01 Mar 2026 12:00:30 GMT' }, 429, { 'retry-after': expect.any(String) }],
    [{ kind: 'redirect', to: 'http://127.0.0.1:9' }, 302, { location: `http://127.0.0.1:9${JOBS}` }],
    [{ kind: 'array' }, 200, { 'content-type': 'application/json' }],
  ])('%j answers %d', async (fault, status, headers) => {
    const reply = await callBackend(await faulty(fault), JOBS);
    expect(reply.status).toBe(status);
    expect(reply.headers).toMatchObject(headers);
  });

  it('sends errors in the dialect of the backend', async () => {
    const simulator = await start({ clock: timeAtNoon() });
    const codes: unknown[] = [];
    for (const backend of simulator.backends) {
      await backend.setFault({ kind: 'forbidden' });
      const { body } = await callBackend(backend, PATHS[backend.kind]);
      codes.push(body.error?.code ?? body.status.code);
    }
    expect(codes).toEqual(['6', 403, '6']);
  });

  it('sends Retry-After only if it is set', async () => {
    expect((await callBackend(await faulty({ kind: 'throttle' }), JOBS)).headers).not.toHaveProperty('retry-after');
  });

  it('truncates JSON in a complete HTTP message', async () => {
    const east = await faulty({ kind: 'truncated', times: 1 });
    const { text, body } = await callBackend(east, JOBS);
    const whole = (await callBackend(east, JOBS)).text;
    expect(body).toBeUndefined();
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBe(Math.floor(whole.length / 2));
  });

  it('can send a body of 200 MB of valid JSON', async () => {
    const { password, url, username } = await faulty({ kind: 'huge' });
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const response = await fetch(url + JOBS, { headers: { authorization } });
    let [length, start, end] = [0, '', '']; // The whole text at once would need much memory.
    for await (const bytes of response.body ?? []) {
      const text = Buffer.from(bytes).toString('latin1');
      length += text.length;
      start = (start + text.slice(0, 13)).slice(0, 13);
      end = (end + text).slice(-4);
    }
    expect([length, start, end]).toEqual([200_000_000, '{"records":["', 'x"]}']);
  });

  it.each([
    ['brackets', /^\[{4000000}$/],
    ['tiny-values', /^\{"records":\[(\{\},){1333000}\{\}\]\}$/],
  ] as const)('can answer with 4 MB of %s', async (kind, pattern) => {
    const { text } = await callBackend(await faulty({ kind }), JOBS);
    expect(pattern.test(text)).toBe(true);
  });

  it('can add 1,500 headers to a correct answer', async () => {
    const { body, headers } = await callBackend(await faulty({ kind: 'many-headers' }), JOBS);
    const added = Object.keys(headers).filter((name) => /^x\d+$/.test(name));
    expect(body.num_records).toBe(6);
    expect(added.length).toBeGreaterThan(900); // Node reads 1,000 at most
  });

  it('can compress 10 MB to 10 kB', async () => {
    const { password, url, username } = await faulty({ kind: 'gzip-bomb' });
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const response = await fetch(url + JOBS, { headers: { authorization } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.arrayBuffer()).byteLength).toBe(10_000_000);
  });

  it.each([
    ['interim-responses', []],
    ['tiny-chunks', ['status 200', '1 bytes']],
  ] as const)('can send %s without end', async (kind, seen) => {
    const flooding = watch(await faulty({ kind }));
    await flooding.next();
    while (flooding.hints < 1_000 && flooding.seen.length < 1_000) await flooding.next();
    expect(flooding.seen.slice(0, 2)).toEqual(seen);
    flooding.end();
  });

  it.each(['ontap', 'service-engine', 'unified-manager'] as const)('can make a list of %s endless', async (kind) => {
    const simulator = await start({ clock: timeAtNoon(), jobs: 3 });
    const backend = simulator.backends.find((each) => each.kind === kind);
    if (backend === undefined) throw new Error(`no ${kind}`);
    await backend.setFault({ kind: 'endless-list' });
    const ids = new Set<unknown>();
    let path = PATHS[kind];
    for (let page = 1; page <= 3; page += 1) {
      const { body } = await callBackend(backend, path);
      const records = (body.result ?? body).records as Record<string, unknown>[];
      for (const record of records) ids.add(record['uuid'] ?? record['id'] ?? record['key']);
      path = kind === 'ontap' ? body._links.next.href : `${PATHS[kind]}?offset=${ids.size}`;
    }
    expect(ids.size).toBe(3_000);
  });

  it('can answer with an array', async () => {
    expect((await callBackend(await faulty({ kind: 'array' }), JOBS)).body).toEqual([{ planted: true }]);
  });

  it('links the next page to another host after a correct first page', async () => {
    const { body } = await callBackend(await faulty({ kind: 'next-to-other-host', to: 'http://127.0.0.1:9' }), JOBS);
    expect(body.num_records).toBe(6);
    expect(body._links.next.href).toBe(`http://127.0.0.1:9${JOBS}`);
  });

  it.each(['ontap', 'unified-manager'] as const)('makes the next page of %s the same page', async (kind) => {
    const simulator = await start({ clock: timeAtNoon(), jobs: 3 });
    const backend = simulator.backends.find((each) => each.kind === kind) as SimulatedBackend;
    await backend.setFault({ kind: 'next-repeats' });
    const path = `${PATHS[kind]}?max_records=1`;
    expect((await callBackend(backend, path)).body._links.next.href).toBe(path);
  });

  it('makes a Service Engine return its first page at any offset', async () => {
    const engine = (await start({ clock: timeAtNoon(), jobs: 5 })).backend('engine1');
    const idAt = async (offset: number): Promise<string> =>
      (await callBackend(engine, `/api/v2.1/jobs?limit=1&offset=${offset}`)).body.result.records[0].id as string;
    const [first, second] = [await idAt(0), await idAt(1)];
    await engine.setFault({ kind: 'next-repeats' });
    expect(await idAt(1)).toBe(first);
    await engine.setFault(undefined);
    expect(await idAt(1)).toBe(second);
  });

  it('resets a connection that was idle, but not a new one', async () => {
    const east = await faulty({ kind: 'reset-idle' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const authorization = `Basic ${Buffer.from('admin:simulator').toString('base64')}`;
    const once = (): Promise<string> =>
      new Promise((resolve) => {
        const sent = request(`${east.url}${JOBS}`, { agent, headers: { authorization } }, (response) => {
          response.resume().on('end', () => resolve(String(response.statusCode)));
        });
        sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        sent.end();
      });
    const outcomes = [await once()];
    while (agent.freeSockets[Object.keys(agent.freeSockets)[0] ?? ''] === undefined) await new Promise(setImmediate);
    outcomes.push(await once(), await once());
    agent.destroy();
    expect(outcomes).toEqual(['200', 'ECONNRESET', '200']);
  });

  it('applies only to the kinds of request, the job and the number of requests of its limits', async () => {
    const east = await faulty({ kind: 'error-500', calls: ['get', 'act'], times: 2 });
    const one = east.addJob();
    const other = east.addJob();
    const statuses = async (...paths: string[]): Promise<readonly number[]> => {
      const replies: Reply[] = [];
      for (const path of paths) replies.push(await callBackend(east, path));
      return replies.map(({ status }) => status);
    };
    expect(await statuses(JOBS, `${JOBS}/${one}`, `${JOBS}/${one}`, `${JOBS}/${one}`)).toEqual([200, 500, 500, 200]);
    expect(east.fault).toBeUndefined();
    await east.setFault({ kind: 'error-500', job: one });
    expect(await statuses(JOBS, `${JOBS}/${one}`, `${JOBS}/${other}`)).toEqual([200, 500, 200]);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('loses the answer to an action that was processed or not (%s)', async (carriedOut, received) => {
    const east = await faulty({ kind: 'reset', calls: ['act'], carriedOut });
    const uuid = east.addJob({ steps: [{ state: 'running' }], cancellable: true });
    await expect(callBackend(east, `${JOBS}/${uuid}?action=cancel`, { method: 'PATCH' })).rejects.toThrow();
    expect(east.truth().find(({ nativeId }) => nativeId === uuid)?.actions).toHaveLength(received);
  });

  it('closes the port of a backend and opens it again with the same jobs', async () => {
    const east = await faulty({ kind: 'down' });
    await expect(callBackend(east, JOBS)).rejects.toThrow('ECONNREFUSED');
    expect(east.listening).toBe(false);
    await east.setFault(undefined);
    expect((await callBackend(east, JOBS)).body.num_records).toBe(6);
  });

  it('changes the clock of a backend in its Date header, its times and its tokens', async () => {
    const simulator = await start({ clock: timeAtNoon() });
    const [east, engine] = [simulator.backend('east'), simulator.backend('engine1')];
    const uuid = east.addJob({ steps: [{ state: 'running' }] });
    await east.setFault({ kind: 'clock-offset', ms: -3_600_000 });
    const { headers, body } = await callBackend(east, `${JOBS}/${uuid}`);
    expect([headers['date'], body.start_time]).toEqual(['Sun, 01 Mar 2026 11:00:00 GMT', '2026-03-01T03:00:00-08:00']);
    expect(east.truth()[0]?.createdAt).toBe(Date.UTC(2026, 2, 1, 12));
    await engine.setFault({ kind: 'clock-offset', ms: 3_600_000 });
    const login = { method: 'POST', body: { username: 'admin', password: 'simulator' } };
    const { token } = (await send(engine.url, '/api/v2.1/auth/signin', login)).body.result.records[0];
    const claims = JSON.parse(Buffer.from((token as string).split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims.exp).toBe(Date.UTC(2026, 2, 1, 13, 10) / 1000);
  });

  it('does not change times before the change of the clock', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const uuid = east.addJob({ steps: [{ state: 'running', forMs: 45_000 }, { state: 'success' }] });
    clock.pass(30_000);
    await east.setFault({ kind: 'clock-offset', ms: 3_600_000 });
    clock.pass(30_000);
    await east.setFault(undefined);
    const { body } = await callBackend(east, `${JOBS}/${uuid}`);
    expect([body.start_time, body.end_time]).toEqual(['2026-03-01T04:00:00-08:00', '2026-03-01T05:00:45-08:00']);
  });

  it('is refused for a kind of backend that cannot have it', async () => {
    const engine = (await start()).backend('engine1');
    await expect(engine.setFault({ kind: 'next-to-other-host' })).rejects.toThrow('no next links');
  });
});

describe('a backend that is stopped', () => {
  it('drops open requests and accepts new ones after its start', async () => {
    const east = await faulty({ kind: 'hang', times: 1 });
    const hanging = expect(callBackend(east, JOBS)).rejects.toThrow();
    while (east.requests.held === 0) await new Promise(setImmediate);
    await east.stop();
    await hanging;
    while (east.requests.held > 0) await new Promise(setImmediate);
    await east.start();
    expect((await callBackend(east, JOBS)).status).toBe(200);
  });
});
