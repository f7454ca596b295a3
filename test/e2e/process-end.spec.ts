/** How the process ends, apart from a regular stop: during the start, and after errors that nothing handles. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

import { type GatewayProcess, PROGRAM, startProcess } from '../support/gateway-process.js';

/** A module that runs before the gateway, and does something to it on SIGUSR2. */
function onSignal(code: string): { readonly NODE_OPTIONS: string } {
  const module = `process.on('SIGUSR2', () => { ${code} })`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(module)}` };
}

describe('the process', () => {
  let folder: string;
  let port: number;
  let gateway: GatewayProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-end-'));
    port = await freePort();
  });

  afterEach(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
    await rm(folder, { recursive: true });
  });

  async function start(store: object, env: Record<string, string> = {}): Promise<GatewayProcess> {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify({ server: { port }, store }));
    gateway = startProcess(file, env);
    return gateway;
  }

  const embedded = { kind: 'embedded', path: './data' };
  const lines = () =>
    gateway
      .output()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ready = () => readUntil(lines, (found) => found.some(({ msg }) => msg === 'gateway is ready'));

  describe('that still starts', () => {
    /** A Redis that accepts connections and never responds. */
    let silent: Server;
    let connections: Socket[];
    beforeEach(async () => {
      connections = [];
      silent = createServer((socket) => connections.push(socket));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    });
    afterEach(async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    });

    it.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 on %s while its store is opened', async (signal) => {
      const url = `redis://127.0.0.1:${(silent.address() as { port: number }).port}`;
      await start({ kind: 'redis', url });
      await until('it connects to the store', () => connections.length > 0);
      gateway.kill(signal);
      expect(await gateway.ended).toMatchObject({ code: 0, stderr: '' });
      expect(lines().at(-1)).toMatchObject({ msg: 'gateway has stopped' });
    });

    it('ends with code 0 on a signal at any time after its program is loaded', async () => {
      // The preloaded module reports that Node runs the program; each round stops it a little later.
      for (let round = 0; round < 8; round += 1) {
        await start(embedded, {
          NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
            `import { writeSync } from 'node:fs';
             const on = process.once; let at = ${round * 200};
             process.once = function (name, ...rest) {
               if (name === 'SIGTERM') setTimeout(() => process.kill(process.pid, 'SIGTERM'), at).unref();
               return on.call(this, name, ...rest);
             };`,
          )}`,
        });
        expect(await gateway.ended).toMatchObject({ code: 0, stderr: '' });
      }
    });
  });

  it('logs an error that nothing catches in one line, and ends with code 1', async () => {
    await start(embedded, onSignal("throw new RangeError('planted')"));
    await ready();
    gateway.kill('SIGUSR2');
    expect(await gateway.ended).toMatchObject({ code: 1, stderr: '' });
    expect(lines().at(-1)).toMatchObject({
      level: 50,
      origin: 'uncaughtException',
      err: { type: 'RangeError', message: 'planted', stack: expect.any(String) },
      msg: 'gateway ends because of an internal error',
    });
  });

  it('logs a rejection that nothing handles in one line, and ends with code 1', async () => {
    await start(embedded, onSignal("Promise.reject(new Error('planted'))"));
    await ready();
    gateway.kill('SIGUSR2');
    expect(await gateway.ended).toMatchObject({ code: 1, stderr: '' });
    expect(lines().at(-1)).toMatchObject({ level: 50, origin: 'unhandledRejection', err: { message: 'planted' } });
  });

  it('logs one line before its heap is full', async () => {
    const grow = 'const kept = []; setInterval(() => kept.push(Array.from({ length: 2e5 }, (_, at) => ({ at }))), 20)';
    const { NODE_OPTIONS } = onSignal(grow);
    await start(embedded, { NODE_OPTIONS: `--max-old-space-size=300 ${NODE_OPTIONS}` });
    await ready();
    gateway.kill('SIGUSR2');
    const { code, stderr } = await gateway.ended;
    expect(code).not.toBe(0);
    expect(stderr).toContain('heap out of memory');
    expect(lines().filter(({ level }) => level === 50)).toEqual([
      expect.objectContaining({ msg: 'heap is almost full; Node ends the process when it is full' }),
    ]);
  });
});

describe('a process that may open few files', () => {
  it.each([64, 200])('prints one line with what to do, and ends with code 1: %i files', async (limit) => {
    const run = `ulimit -n ${limit}; exec "${process.execPath}" ${PROGRAM}`;
    const { error, stderr } = await new Promise<{ error: Error | null; stderr: string }>((resolve) => {
      execFile('sh', ['-c', run], { env: { ...process.env, NODE_OPTIONS: '' } }, (error, _stdout, stderr) =>
        resolve({ error, stderr }),
      );
    });
    expect(error).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/^.*raise the limit of open files \(ulimit -n\): .*\n$/);
  });
});
