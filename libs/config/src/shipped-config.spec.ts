import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generate } from 'selfsigned';

import { OPTION_NAMES } from './sections.js';
import { loadConfig } from './testing/config-folder.js';

const shipped = join(import.meta.dirname, '../../../config');
const example = readFileSync(join(shipped, 'gateway.example.yaml'), 'utf8');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  const pem = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
  const files = { 'ca.pem': pem.cert, 'west.crt': pem.cert, 'west.key': pem.private };
  const port = { 'clients.pem': pem.cert, 'server.crt': pem.cert, 'server.key': pem.private };
  const secrets = {
    'engine.password': 'word\n',
    'proxy.password': 'word\n',
    'manager.token': 'token\n',
    'redis.password': 'word\n',
    'client.secret': 'word\n',
    'session.key': 'a-key-of-32-characters-or-of-more\n',
  };
  for (const [name, text] of Object.entries({ ...files, ...port, ...secrets })) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string) {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, text);
  const passwords = { EAST_PASSWORD: 'word', ENGINE_TOKEN: 'token', SENTINEL_PASSWORD: 'word' };
  return loadConfig(file, { ...passwords, REDIS_URL: 'rediss://10.0.0.9:6379' });
}

describe('the configuration of npm start', () => {
  it('is valid: on loopback, without sources', () => {
    expect(loadConfig(join(shipped, 'gateway.yaml'), {})).toMatchObject({
      server: { host: '127.0.0.1', port: 8080 },
      store: { kind: 'embedded', path: join(shipped, '../data') },
      retention: { terminalMs: 604_800_000, maxJobs: 1_000_000 },
      sources: [],
    });
  });
});

describe('each other shipped configuration', () => {
  const others = readdirSync(shipped).filter((name) => name !== 'gateway.example.yaml');
  it.each(others)('%s is valid as it is', (name) => {
    expect(() => loadConfig(join(shipped, name), {})).not.toThrow();
  });
});

describe('the example configuration', () => {
  it('is valid', () => {
    const { sources } = load(example);
    expect(sources.map(({ source }) => source.kind)).toEqual([
      'ontap',
      'ontap',
      'ontap',
      'service-engine',
      'service-engine',
      'unified-manager',
    ]);
    expect(sources.map(({ source }) => source.labels['owner'])).toEqual(Array(6).fill('storage'));
  });

  it.each([
    ['redis', { kind: 'redis', namespace: 'jobs', login: { username: 'gateway' }, tls: { insecure: false } }],
    ['sentinel', { kind: 'redis', sentinel: { master: 'jobs', encrypted: false } }],
    ['cluster', { kind: 'redis', cluster: { encrypted: false } }],
  ])('is valid with the other stores too: %s', (which, store) => {
    const lines = /^# store:\n((?:#.*\n)+)/m.exec(example)?.[1]?.split('\n') ?? [];
    const options = lines.filter((line) => line.startsWith('#   ')).map((line) => line.slice(2));
    const at = (name: string) => options.indexOf(`  ${name}:`);
    const [single, sentinel, cluster] = [
      options.slice(0, at('sentinel')),
      options.slice(at('sentinel'), at('cluster')),
      options.slice(at('cluster')),
    ];
    const chosen = { redis: single, sentinel: ['  kind: redis', ...sentinel], cluster: ['  kind: redis', ...cluster] };
    const text = `store:\n${chosen[which as keyof typeof chosen].join('\n')}\n`;
    expect(load(example.replace(/^store:\n(?: {2}.*\n)+/m, () => text)).store).toMatchObject(store);
  });

  it('names the defaults in its "default" comments', () => {
    const withoutDefaults = example
      .replaceAll(/^ *\w+: \S+ # default.*\n/gm, '')
      .replace(/^(server|limits|shutdown|retention):\n(?=\S|\n| *#)/gm, '$1: {}\n');
    expect(withoutDefaults).not.toBe(example);
    const [explicit, implied] = [load(example), load(withoutDefaults)];
    expect(JSON.stringify(implied)).toBe(JSON.stringify(explicit));
  });

  it.each([...OPTION_NAMES])('shows the option %s', (name) => {
    expect(example).toMatch(new RegExp(`\\b${name}\\b(: | or |:$)|or ${name}\\b`, 'm'));
  });
});
