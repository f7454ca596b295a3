/** Files of the configuration that block, or are too large, or do not answer. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { mountSilent, waitsForMount } from '../support/silent-mount.js';

const PASSWORD = 'simulator';
const REFUSED = 'configuration is invalid, the running one stays in use';
const RELOADED = 'configuration reloaded';

describe('a file of the configuration', () => {
  let simulator: Simulator;
  let folder: string;
  let port: number;
  let gateway: GatewayProcess | undefined;

  beforeEach(async () => {
    simulator = await startSimulator({ backends: { ontap: 2 }, jobs: 4, churn: 0, latencyMs: 0, seed: 1 });
    folder = await mkdtemp(join(tmpdir(), 'gateway-files-'));
    port = await freePort();
    await writeFile(at('password'), PASSWORD);
    await configure('./password');
  });

  afterEach(async () => {
    gateway?.kill('SIGKILL');
    await gateway?.ended;
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  const at = (name: string) => join(folder, name);

  async function configure(passwordFile: string, path = './data', more: object = {}): Promise<void> {
    const { name, url } = simulator.backend('east');
    const auth = { basic: { username: 'admin', password_file: passwordFile } };
    const sources = [{ name, kind: 'ontap', url, auth, poll: { interval: '1s' } }];
    const config = { server: { port }, store: { kind: 'embedded', path }, sources, ...more };
    await writeFile(at('new'), JSON.stringify(config));
    await rename(at('new'), at('gateway.yaml'));
  }

  async function start(): Promise<GatewayProcess> {
    gateway = startProcess(at('gateway.yaml'));
    await readUntil(status, (found) => found === 'ok');
    return gateway;
  }

  async function status(): Promise<string | undefined> {
    const answer = await fetch(`http://127.0.0.1:${port}/api/sources/east`).catch(() => undefined);
    return ((await answer?.json()) as { status: string } | undefined)?.status;
  }

  /** Waits for a number of log lines with a message, and returns the last of them. */
  async function logged(message: string, times = 1): Promise<Record<string, unknown>> {
    const lines = await readUntil(
      () =>
        (gateway?.output() ?? '')
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line))
          .filter(({ msg }) => msg === message),
      (found) => found.length >= times,
    );
    return lines.at(-1);
  }

  async function becomesFifo(name: string): Promise<void> {
    execFileSync('mkfifo', [at('fifo')]);
    await rename(at('fifo'), at(name));
  }

  it.each([
    ['the configuration is a FIFO', () => becomesFifo('gateway.yaml'), 'gateway.yaml: is a FIFO'],
    ['a secret is a FIFO', () => becomesFifo('password'), 'password, is a FIFO, expected a regular file'],
    ['a secret is an endless device', () => configure('/dev/zero'), '/dev/zero, is a device, expected a regular file'],
    [
      'the store is in /proc',
      () => configure('./password', '/proc/gateway/data'),
      'store.path: the folder it names cannot',
    ],
  ])('keeps the gateway from starting, with the reason, if %s', async (_what, prepare, reason) => {
    await prepare();
    const { code, stderr } = await startProcess(at('gateway.yaml')).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  it('that becomes a FIFO is logged; the gateway answers, reloads the next valid one, and stops', async () => {
    const { ended, kill } = await start();
    await becomesFifo('gateway.yaml');
    expect(await logged(REFUSED)).toMatchObject({
      level: 50,
      faults: [{ path: at('gateway.yaml'), message: 'is a FIFO, expected a regular file' }],
    });
    kill('SIGHUP');
    await logged(REFUSED, 2);
    await configure('./other');
    await writeFile(at('other'), PASSWORD);
    expect(await logged(RELOADED)).toMatchObject({ edited: ['east'] });
    kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('with a secret that becomes a FIFO is logged by name; polling continues with the last secret', async () => {
    const { kill } = await start();
    const polls = () => simulator.backend('east').requests.recent.length;
    await becomesFifo('password');
    expect(await logged(REFUSED)).toMatchObject({
      faults: [
        {
          path: 'sources[0].auth.basic.password_file',
          message: `the file it names, ${at('password')}, is a FIFO, expected a regular file`,
        },
      ],
    });
    const before = polls();
    await readUntil(polls, (found) => found > before + 2);
    expect(await status()).toBe('ok');
    await rm(at('password'));
    await writeFile(at('password'), PASSWORD);
    expect(await logged(RELOADED)).toMatchObject({ edited: ['east'] });
    kill('SIGTERM');
    expect(await gateway?.ended).toMatchObject({ code: 0 });
  });

  it('on a mount that does not answer stops neither polls, nor reloads, nor the end of the process', async () => {
    const { kill, ended } = await start();
    await configure(join(folder, 'mount', 'password'));
    execFileSync('mkdir', [at('mount')]);
    await writeFile(at('mount/password'), PASSWORD);
    await logged(RELOADED);
    const mount = mountSilent(at('mount'));
    if (!mount) return console.warn('skipped: this process may not mount a file system');
    try {
      // The file is found not to answer after ten seconds.
      expect(await logged(REFUSED)).toMatchObject({
        faults: [{ message: expect.stringContaining(`${at('mount/password')}, does not answer`) }],
      });
      expect(await status()).toBe('ok');
      await configure('./password');
      await logged(RELOADED, 2);
      kill('SIGTERM');
      await logged('gateway has stopped');
      expect(await ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    } finally {
      mount.remove();
    }
  });

  it.each(['start', 'check'])('on a mount that does not answer does not delay the end during a %s', async (moment) => {
    await mkdir(at('mount'));
    await writeFile(at('mount/password'), PASSWORD);
    await configure('./mount/password');
    if (moment === 'check') await start();
    const mount = mountSilent(at('mount'));
    if (!mount) return console.warn('skipped: this process may not mount a file system');
    try {
      if (moment === 'start') gateway = startProcess(at('gateway.yaml'));
      const { pid = 0 } = gateway ?? {};
      await until('a call waits for the mount', () => waitsForMount(pid));
      gateway?.kill('SIGTERM');
      expect(await gateway?.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    } finally {
      mount.remove();
    }
  });

  it('on a mount that answers again is used again', async () => {
    await start();
    await configure(join(folder, 'mount', 'password'));
    execFileSync('mkdir', [at('mount')]);
    await writeFile(at('mount/password'), PASSWORD);
    await logged(RELOADED);
    const mount = mountSilent(at('mount'));
    if (!mount) return console.warn('skipped: this process may not mount a file system');
    await logged(REFUSED);
    mount.remove();
    await logged(RELOADED, 2);
    gateway?.kill('SIGTERM');
    expect(await gateway?.ended).toMatchObject({ code: 0 });
  });

  it('on a mount that does not answer keeps the gateway from starting, with its name', async () => {
    await configure(join(folder, 'mount', 'password'));
    const mount = mountSilent(at('mount'));
    if (!mount) return console.warn('skipped: this process may not mount a file system');
    try {
      const { signal, stderr } = await startProcess(at('gateway.yaml')).ended;
      expect(stderr).toContain(`${at('mount/password')}: does not answer within 10 s`);
      expect(signal).toBe('SIGKILL');
    } finally {
      mount.remove();
    }
  });

  it('of sources on a mount that does not answer is left out, at the start too, until it answers', async () => {
    await configure('./password', './data', { sources_files: ['./mount/*.yaml'] });
    const mount = mountSilent(at('mount'));
    if (!mount) return console.warn('skipped: this process may not mount a file system');
    try {
      await start();
      expect(await logged('sources file is invalid, its sources are absent')).toMatchObject({
        file: 'mount',
        faults: [{ path: 'mount', message: 'does not answer: an earlier call still waits for it' }],
      });
    } finally {
      mount.remove();
    }
    expect(await logged('sources file is no longer rejected')).toMatchObject({ file: 'mount' });
    gateway?.kill('SIGTERM');
    expect(await gateway?.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
