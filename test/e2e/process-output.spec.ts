/** A reader of the log, or its disk, that does not keep up must not hold up the gateway. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type GatewayProcess, PROGRAM, startProcess } from '../support/gateway-process.js';

describe('standard output', () => {
  let folder: string;
  let url: string;
  let config: string;
  let gateway: GatewayProcess | undefined;
  let open: number[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-output-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    config = join(folder, 'gateway.yaml');
    await writeFile(config, JSON.stringify({ server: { port }, store: { kind: 'embedded', path: './data' } }));
    open = [];
  });

  afterEach(async () => {
    gateway?.kill('SIGKILL');
    await gateway?.ended;
    for (const file of open) closeSync(file);
    await rm(folder, { recursive: true });
  });

  /** A pipe that nothing reads; `reader` reads from it without waiting. */
  function makePipe(): { readonly reader: number; readonly writer: number } {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY);
    open = [reader, writer];
    return { reader, writer };
  }

  function readAvailable(reader: number): string {
    const buffer = Buffer.alloc(1 << 20);
    try {
      return buffer.toString('utf8', 0, readSync(reader, buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return '';
      throw error;
    }
  }

  async function start(stdout: number): Promise<GatewayProcess> {
    gateway = startProcess(config, {}, { level: 'debug', stdout });
    await until('it answers', () => answers());
    return gateway;
  }

  const answers = () =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );

  /** Each request is logged at debug. */
  async function request(times: number): Promise<void> {
    for (let sent = 0; sent < times; sent += 50) await Promise.all(Array.from({ length: 50 }, () => fetch(url)));
  }

  it('that nothing reads stops neither the answers nor the end of the process', async () => {
    const { writer } = makePipe();
    const { ended, kill } = await start(writer);
    await request(2_000);
    kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('that is read again has one line about the lines that were dropped, and the last line', async () => {
    const { reader, writer } = makePipe();
    const { ended, kill } = await start(writer);
    await request(8_000);
    let text = '';
    await until('the reader has caught up', () => (text += readAvailable(reader)).includes('were dropped'));
    kill('SIGTERM');
    let isRunning = true;
    void ended.then(() => (isRunning = false));
    await until('it has ended', () => {
      text += readAvailable(reader);
      return !isRunning;
    });
    text += readAvailable(reader);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const dropped = lines.filter(({ msg }) => msg === 'log lines were dropped because their reader stalled');
    expect(dropped).toEqual([expect.objectContaining({ level: 40, dropped: expect.any(Number) })]);
    expect(lines.at(-1)).toMatchObject({ msg: 'gateway has stopped' });
    expect(await ended).toMatchObject({ code: 0 });
  });

  it('on a terminal that is paused stops neither the answers nor the end of the process', async () => {
    const { writer } = makePipe();
    // `script` runs a command in a terminal of its own. Once nothing reads its output, it stops reading the terminal.
    const command = `exec "${process.execPath}" ${PROGRAM} --config "${config}" --log-level debug`;
    const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', writer, 'ignore'],
    });
    try {
      await until('it answers', () => answers());
      await request(1_000);
      const pid = Number(readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8'));
      process.kill(pid, 'SIGTERM');
      await until('it has ended', () => hasEnded(pid));
    } finally {
      terminal.kill('SIGKILL');
    }
  });

  it('whose reader has gone does not end the gateway', async () => {
    const { reader, writer } = makePipe();
    const { ended, kill } = await start(writer);
    closeSync(reader);
    closeSync(writer);
    open = [];
    await request(100);
    expect(await answers()).toBe(true);
    kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('on a full disk does not end the gateway', async () => {
    const writer = openSync('/dev/full', 'w');
    open = [writer];
    const { ended, kill } = await start(writer);
    await request(100);
    kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

/** True for a process that has ended, also if its parent has not noticed it. */
function hasEnded(pid: number): boolean {
  return !existsSync(`/proc/${pid}`) || /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
