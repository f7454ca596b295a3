/** A running gateway applies changes to its configuration and to the files that it refers to. */
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type GatewayProcess, startProcess } from '../support/gateway-process.js';

const PASSWORD = 'simulator';
const CHANGED = 'configuration reloaded';
const DEPRECATED = 'configuration option is deprecated';
const REFUSED = 'configuration is invalid, the running one stays in use';
const KEPT = 'sources file is invalid, its last valid sources stay in use';

describe('a running gateway', () => {
  let simulator: Simulator;
  let folder: string;
  let port: number;
  let gateway: GatewayProcess;

  beforeEach(async () => {
    simulator = await startSimulator({
      backends: { ontap: 3, 'unified-manager': 1 },
      managed: 2,
      jobs: 4,
      churn: 0,
      latencyMs: 0,
      seed: 1,
    });
    folder = await mkdtemp(join(tmpdir(), 'gateway-reload-'));
    port = await freePort();
    await writeFile(join(folder, 'password'), PASSWORD);
    await configure(['east']);
    gateway = startProcess(join(folder, 'gateway.yaml'));
    await status('east', 'ok');
  });

  afterEach(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  /** Writes the configuration as an editor does: writes a new file, then renames it over the old one. */
  async function configure(names: readonly string[], more: object = {}): Promise<void> {
    const sources = names.map(source);
    const config = { server: { port }, store: { kind: 'embedded', path: './data' }, sources, ...more };
    await replaceFile('gateway.yaml', JSON.stringify(config));
  }

  function source(name: string): Readonly<Record<string, unknown>> {
    return {
      name,
      kind: 'ontap',
      url: simulator.backend(name).url,
      auth: { basic: { username: 'admin', password_file: './password' } },
      poll: { interval: '2s' },
    };
  }

  async function replaceFile(name: string, text: string): Promise<void> {
    await writeFile(join(folder, 'new'), text);
    await rename(join(folder, 'new'), join(folder, name));
  }

  async function sources(): Promise<Record<string, { readonly status: string }>> {
    const answer = await fetch(`http://127.0.0.1:${port}/api/sources`).catch(() => undefined);
    const { records } = ((await answer?.json()) ?? { records: [] }) as {
      records: { name: string; status: string }[];
    };
    return Object.fromEntries(records.map((record) => [record.name, record]));
  }

  function status(name: string, wanted: string): Promise<unknown> {
    return readUntil(sources, (found) => found[name]?.status === wanted);
  }

  function lines(message: string): readonly Record<string, unknown>[] {
    const all = gateway.output().split('\n').slice(0, -1);
    return all.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
  }

  async function logged(message: string, times = 1): Promise<Record<string, unknown>> {
    await readUntil(
      () => lines(message).length,
      (found) => found >= times,
    );
    return lines(message)[times - 1] as Record<string, unknown>;
  }

  it('applies added, edited and removed sources, and leaves the others unchanged', async () => {
    await configure(['west', 'east']);
    await status('west', 'ok');
    expect(await logged(CHANGED)).toMatchObject({ added: ['west'], removed: [], edited: [] });
    expect(Object.keys(await sources())).toEqual(['east', 'west']);
    await configure(['west'], { retention: { terminal: '1d', max_jobs: 1_000_000_000 } });
    expect(await logged(CHANGED, 2)).toMatchObject({ removed: ['east'], edited: [], retention: true });
    expect(await logged('retention.max_jobs does not fit into the memory of this process')).toMatchObject({
      max_jobs: 1_000_000_000,
    });
    expect(Object.keys(await sources())).toEqual(['west']);
    const kept = await fetch(`http://127.0.0.1:${port}/api/jobs?source.name=east`);
    expect(await kept.json()).toMatchObject({ total_records: 4 });
    expect(lines('source status changed').filter(({ source }) => source === 'west')).toHaveLength(1);
  });

  it('follows the clusters of a Unified Manager whose options change', async () => {
    const manager = (discover: object): object => ({
      sources: [
        source('east'),
        { ...source('um1'), kind: 'unified-manager', discover: { interval: '10s', ...discover } },
      ],
    });
    const names = async (): Promise<string> => Object.keys(await sources()).join();
    const become = (...expected: readonly string[]) =>
      readUntil(names, (found) => found === [...expected].sort().join());
    await configure([], manager({ clusters: true }));
    await become('east', 'um1', 'um1-cluster1', 'um1-cluster2');
    await configure([], manager({ clusters: true, match: '*2' }));
    await become('east', 'um1', 'um1-cluster2');
    await replaceFile('password', 'changed');
    await readUntil(sources, (found) => found['um1-cluster2']?.status === 'unauthorized');
    await replaceFile('password', PASSWORD);
    await status('um1-cluster2', 'ok');
    await configure([], manager({ clusters: true, labels: { site: 'hq' } }));
    await become('east', 'um1', 'um1-cluster1', 'um1-cluster2');
    await configure([], manager({ clusters: false }));
    await become('east', 'um1');
    await configure(['east']);
    await become('east');
    expect(lines('internal error in discovery')).toEqual([]);
  });

  it('rejects an invalid file as a whole, logs its errors once, and applies the next valid one', async () => {
    await configure(['east', 'west'], { retention: { terminal: 'soon' } });
    const { faults } = await logged(REFUSED);
    expect(faults).toEqual([{ path: 'retention.terminal', message: expect.stringContaining('a duration') }]);
    expect(Object.keys(await sources())).toEqual(['east']);
    gateway.kill('SIGHUP');
    await logged(REFUSED, 2);
    await configure(['east', 'west']);
    await status('west', 'ok');
    expect(lines(REFUSED)).toHaveLength(2);
  });

  it('reads its configuration again on SIGHUP, and logs if it is unchanged', async () => {
    gateway.kill('SIGHUP');
    await logged('configuration is unchanged');
    expect(lines(CHANGED)).toEqual([]);
  });

  it('logs in again as soon as a refused secret has changed, and not before', async () => {
    const east = simulator.backend('east');
    await replaceFile('password', 'not-this-one');
    await status('east', 'unauthorized');
    const attempts = () => east.requests.recent.filter(({ authorised }) => !authorised).length;
    const before = attempts();
    await replaceFile('password', PASSWORD);
    await status('east', 'ok');
    expect(attempts()).toBe(before);
    expect(gateway.output()).not.toContain('not-this-one');
  });

  it('reads a secret again when a symbolic link to it is replaced, as in Kubernetes', async () => {
    for (const [version, text] of [
      ['1', PASSWORD],
      ['2', 'not-this-one'],
    ] as const) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'password'), text);
    }
    await symlink('1', join(folder, 'current'));
    await rm(join(folder, 'password'));
    await symlink('current/password', join(folder, 'password'));
    await status('east', 'ok');
    await symlink('2', join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'current'));
    await status('east', 'unauthorized');
  });

  it('ends with the last of many quick changes', async () => {
    for (let change = 0; change < 20; change += 1) await configure(change % 2 ? ['east', 'west'] : ['east', 'north']);
    await status('west', 'ok');
    expect(Object.keys(await sources())).toEqual(['east', 'west']);
  });

  it('logs the changes that need a restart, and applies the others', async () => {
    await configure(['east', 'west'], { server: { port: port + 1 } });
    expect(await logged('configuration has changes that need a restart')).toMatchObject({ sections: ['server'] });
    await status('west', 'ok');
  });

  it('warns once about a deprecated option, when a reload adds it and when the gateway starts with it', async () => {
    const { name, url } = simulator.backend('east');
    const auth = { basic: { username: 'admin', password_file: './password' } };
    await configure([], { sources: [{ name, kind: 'ontap', url, auth, poll: { interval: '2s', memory: '300s' } }] });
    const warning = {
      level: 40,
      path: 'sources[0].poll.memory',
      reason: expect.stringContaining('finished_job_ttl'),
    };
    expect(await logged(DEPRECATED)).toMatchObject(warning);
    gateway.kill('SIGHUP');
    await logged('configuration is unchanged');
    expect(lines(DEPRECATED)).toHaveLength(1);
    gateway.kill('SIGTERM');
    await gateway.ended;
    gateway = startProcess(join(folder, 'gateway.yaml'));
    await status('east', 'ok');
    expect(lines(DEPRECATED)).toEqual([expect.objectContaining(warning)]);
  });

  it('applies changed defaults to the sources that take them', async () => {
    const { auth, ...west } = source('west');
    const both = [source('east'), west];
    await configure([], { sources: both, defaults: { auth } });
    await status('west', 'ok');
    await configure([], { sources: both, defaults: { auth, ontap: { labels: { site: 'lab' } } } });
    expect(await logged(CHANGED, 2)).toMatchObject({ added: [], removed: [], edited: ['east', 'west'] });
    expect((await sources())['west']).toMatchObject({ labels: { site: 'lab' } });
    const other = { bearer: { token: 'not-this-one' } };
    await configure([], { sources: both, defaults: { auth: other, ontap: { labels: { site: 'lab' } } } });
    expect(await logged(CHANGED, 3)).toMatchObject({ edited: ['west'] });
    await status('west', 'unauthorized');
    await status('east', 'ok');
  });

  it('applies files of sources that appear and disappear, and keeps the sources of a faulty one', async () => {
    await configure(['east'], { sources_files: ['./sources.d/*.yaml'] });
    await mkdir(join(folder, 'sources.d'));
    await replaceFile('sources.d/lab.yaml', JSON.stringify([source('west')]));
    await status('west', 'ok');
    expect((await sources())['west']).toMatchObject({ origin: { kind: 'file', file: 'sources.d/lab.yaml' } });
    await replaceFile('sources.d/lab.yaml', '- name: west\n  kind: other\n');
    const { faults, file, kept } = await logged(KEPT);
    expect([file, kept, faults]).toEqual([
      'sources.d/lab.yaml',
      1,
      expect.arrayContaining([expect.objectContaining({ path: 'sources.d/lab.yaml:2:9' })]),
    ]);
    await replaceFile('sources.d/more.yaml', JSON.stringify([source('north')]));
    await status('north', 'ok');
    expect(Object.keys(await sources())).toEqual(['east', 'north', 'west']);
    expect(lines(KEPT)).toHaveLength(1);
    await rm(join(folder, 'sources.d/lab.yaml'));
    expect(await logged('sources file is no longer rejected')).toMatchObject({ file: 'sources.d/lab.yaml' });
    expect(await logged(CHANGED, 3)).toMatchObject({ added: [], removed: ['west'], edited: [] });
    expect(Object.keys(await sources())).toEqual(['east', 'north']);
  });

  it('starts without the sources of a faulty file, and adds them when it is corrected', async () => {
    gateway.kill('SIGTERM');
    await gateway.ended;
    await mkdir(join(folder, 'sources.d'));
    await writeFile(join(folder, 'sources.d/lab.yaml'), 'west');
    await configure(['east'], { sources_files: ['./sources.d/*.yaml'] });
    gateway = startProcess(join(folder, 'gateway.yaml'));
    await status('east', 'ok');
    expect(await logged('sources file is invalid, its sources are absent')).toMatchObject({
      level: 50,
      file: 'sources.d/lab.yaml',
      faults: [{ path: 'sources.d/lab.yaml', message: 'expected a list of sources, got a string' }],
    });
    await replaceFile('sources.d/lab.yaml', JSON.stringify([source('west')]));
    await status('west', 'ok');
  });
});
