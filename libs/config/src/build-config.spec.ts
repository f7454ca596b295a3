import { inspect } from 'node:util';

import { generate } from 'selfsigned';

import { type LoadedConfig } from './config.js';
import { readEnvironment } from './config-reader.js';
import { BASIC, ConfigFolder, STORE, withSource } from './testing/config-folder.js';

const PLANTED = 'hunter-two';
const folder = new ConfigFolder();

describe('a configuration', () => {
  it('needs a store and nothing else', () => {
    expect(folder.load(STORE)).toMatchObject({
      server: { host: '127.0.0.1', port: 8080 },
      store: { kind: 'embedded', path: folder.at('data') },
      retention: { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 },
      sources: [],
    });
  });

  it('treats empty sections and options as absent', () => {
    expect(folder.load(`server:\nretention:\n  terminal:\nsources:\n${STORE}`)).toEqual(folder.load(STORE));
  });

  it('has the defaults of a source', () => {
    const [east] = folder.load(withSource({})).sources;
    expect(east).toMatchObject({
      source: {
        name: 'east',
        kind: 'ontap',
        url: 'https://10.0.0.1',
        labels: {},
        intervalMs: 5_000,
        timeoutMs: 30_000,
      },
      connection: { url: 'https://10.0.0.1', basePath: '/api', login: { type: 'basic', username: 'gateway' } },
    });
    expect(east?.connection.tls).toEqual({ insecure: false });
  });

  it('has every option of a source', async () => {
    const pem = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
    folder.save('ca.pem', pem.cert);
    const [east] = folder.load(
      withSource({
        base_path: '/proxy/east/api',
        tls: '{ ca_file: ca.pem, insecure: true }',
        poll: '{ interval: 2m, timeout: 1500ms }',
        labels: '{ site: lab, rack_1: "7" }',
      }),
    ).sources;
    expect(east?.source).toMatchObject({ labels: { site: 'lab', rack_1: '7' }, intervalMs: 120_000, timeoutMs: 1_500 });
    expect(east?.connection).toMatchObject({ basePath: '/proxy/east/api', tls: { ca: pem.cert, insecure: true } });
  });

  it('can have a redis store, whose URL is a secret', () => {
    const { store } = folder.load('store: { kind: redis, url: "rediss://u:p@host:6380/1" }');
    if (!('url' in store)) throw new Error(store.kind);
    expect([store.namespace, store.url.reveal(), inspect(store)]).toEqual([
      'jobs',
      'rediss://u:p@host:6380/1',
      "{ kind: 'redis', namespace: 'jobs', url: [secret] }",
    ]);
  });

  it('can have a redis store with Sentinels, with a login for each and its own authority', async () => {
    const pem = await generate([{ name: 'commonName', value: 'redis' }], { keyType: 'ec' });
    folder.save('ca.pem', pem.cert);
    folder.save('password', 'word\n');
    const sentinel = '{ master: jobs, nodes: ["rediss://a", "rediss://[::1]:7000"], auth: { password: inner } }';
    const { store } = folder.load(
      `store: { kind: redis, sentinel: ${sentinel}, auth: { username: u, password_file: password }, tls: { ca_file: ca.pem } }`,
    );
    const nodes = [
      { host: 'a', port: 26_379 },
      { host: '::1', port: 7_000 },
    ];
    expect(store).toMatchObject({
      sentinel: { master: 'jobs', nodes, encrypted: true },
      tls: { ca: pem.cert, insecure: false },
    });
    if (!('sentinel' in store)) throw new Error(store.kind);
    expect(store.sentinel.login?.password.reveal()).toBe('inner');
    expect([store.login?.username, store.login?.password.reveal()]).toEqual(['u', 'word']);
    expect(inspect(store, { depth: 9 }) + JSON.stringify(store)).not.toMatch(/inner|word'/);
  });

  it('can have a redis store that is a Cluster', () => {
    expect(folder.load('store: { kind: redis, cluster: { nodes: ["redis://a:7001", redis://b] } }').store).toEqual({
      kind: 'redis',
      namespace: 'jobs',
      cluster: {
        nodes: [
          { host: 'a', port: 7_001 },
          { host: 'b', port: 6_379 },
        ],
        encrypted: false,
      },
    });
  });

  it('reads the environment of the process', () => {
    expect(readEnvironment()).toHaveProperty('PATH');
  });
});

describe('a loaded configuration', () => {
  const FILE = '{ basic: { username: gateway, password_file: word } }';
  const fingerprintOf = ({ sources }: LoadedConfig) => sources[0]?.fingerprint;

  it('names the files it was read from', () => {
    folder.save('word', PLANTED);
    const { files, sources } = folder.load(withSource({ auth: FILE }));
    expect([files, sources[0]?.files]).toEqual([[folder.at('gateway.yaml'), folder.at('word')], [folder.at('word')]]);
    expect(folder.errorOf(withSource({ auth: FILE, kind: 'other' })).files).toEqual([folder.at('word')]);
  });

  it('is an error that names missing files too: the configuration may be valid once they exist', () => {
    expect(folder.errorOf(withSource({ auth: FILE })).files).toEqual([folder.at('word')]);
  });

  it.each([
    ['nothing', {}, {}, true],
    ['the order of labels', { labels: '{ a: x, b: y }' }, { labels: '{ b: y, a: x }' }, true],
    ['a default that is written out', {}, { poll: '{ interval: 5s }' }, true],
    ['a label', { labels: '{ a: x }' }, { labels: '{ a: y }' }, false],
    ['the interval', {}, { poll: '{ interval: 6s }' }, false],
    ['the address', {}, { url: 'https://10.0.0.2' }, false],
    ['a password', {}, { auth: '{ basic: { username: gateway, password: other } }' }, false],
    ['where the password is', {}, { auth: FILE }, false],
  ] as const)('shows whether a source has changed: %s', (_what, before, after, same) => {
    folder.save('word', 'word');
    const [first, second] = [before, after].map((options) => fingerprintOf(folder.load(withSource(options))));
    expect(first === second).toBe(same);
  });

  it.each([
    ['the login', { auth: '{ basic: { username: other, password: word } }' }, true],
    ['the interval', { poll: '{ interval: 6s }' }, true],
    ['the default of the path written out', { base_path: '/api' }, true],
    ['the port written out', { url: 'https://10.0.0.1:443' }, true],
    ['the host', { url: 'https://10.0.0.2' }, false],
    ['the path', { base_path: '/proxy/api' }, false],
    ['the kind', { kind: 'unified-manager' }, false],
  ] as const)('shows whether a source is the same backend still: %s', (_what, options, same) => {
    const [first, second] = [{}, options].map(
      (each) => folder.load(withSource(each)).sources[0]?.source.backendFingerprint,
    );
    expect(first).toHaveLength(16);
    expect(second === first).toBe(same);
  });

  it('shows that the text of a secret file has changed, also to one of the same length', () => {
    const [first, second, third] = ['word-1', 'word-2', 'word-1'].map((word) => {
      folder.save('word', word);
      return fingerprintOf(folder.load(withSource({ auth: FILE })));
    });
    expect(second).not.toBe(first);
    expect(third).toBe(first);
  });

  it('shows which of the sections that take effect at the start have changed', () => {
    const redis = (word: string) => `store: { kind: redis, url: "redis://:${word}@host" }\n`;
    const { atStart } = folder.load(redis('a'));
    expect(folder.load(redis('b')).atStart).toMatchObject({ server: atStart.server });
    expect(folder.load(redis('b')).atStart.store).not.toBe(atStart.store);
    expect(folder.load(`${redis('a')}server: { port: 8081 }\n`).atStart).toMatchObject({ store: atStart.store });
    expect(folder.load(`${redis('a')}server: { port: 8081 }\n`).atStart.server).not.toBe(atStart.server);
  });
});

describe('a variable', () => {
  it('is replaced by its value in every text, also for numbers and flags', () => {
    const environment = { PORT: '9090', HOST: '10.0.0.7', WORD: PLANTED, OPEN: 'true' };
    const config = folder.load(
      withSource({
        url: 'https://${HOST}:443',
        auth: '{ basic: { username: gateway, password: "${WORD}" } }',
        tls: '{ insecure: "${OPEN}" }',
      }) + 'server:\n  port: ${PORT}\n',
      environment,
    );
    expect(config.server.port).toBe(9090);
    const { login, url, tls } = config.sources[0]!.connection;
    expect([url, tls.insecure]).toEqual(['https://10.0.0.7', true]);
    expect(login.type === 'basic' && login.password.reveal()).toBe(PLANTED);
  });

  it('injects neither YAML nor further variables', () => {
    const value = '"}, x: [\n${OTHER} $${OTHER} # ';
    const config = folder.load(withSource({ labels: '{ site: "${SITE}" }' }), { SITE: value, OTHER: 'no' });
    expect(config.sources[0]?.source.labels).toEqual({ site: value });
  });

  it('is not recognised in $${, which is a literal ${', () => {
    const config = folder.load(withSource({ labels: '{ a: "$${SITE}", b: "$$${SITE}", c: "$5 $SITE" }' }), {
      SITE: 'lab',
    });
    expect(config.sources[0]?.source.labels).toEqual({ a: '${SITE}', b: '$${SITE}', c: '$5 $SITE' });
  });

  it('is a fault if it is not set, but not if it is empty', () => {
    const yaml = withSource({
      auth: '{ basic: { username: gateway, password: "${WORD}" } }',
      labels: '{ site: "${SITE}" }',
    });
    expect(folder.faultsOf(yaml, { SITE: '' })).toEqual({
      'sources[0].auth.basic.password': 'the environment variable WORD is not set',
    });
  });

  it('is a fault if it is not UTF-8, which Node replaces by U+FFFD', () => {
    const yaml = withSource({ auth: '{ basic: { username: "${NAME}", password: word } }' });
    expect(folder.faultsOf(yaml, { NAME: 'p\uFFFDss' })).toEqual({
      'sources[0].auth.basic.username': 'the environment variable NAME is not UTF-8',
    });
  });

  it('must be well-formed', () => {
    expect(folder.faultsOf(withSource({ labels: '{ site: "${SITE-lab}" }' }))).toEqual({
      'sources[0].labels.site': 'expected ${NAME}, or $${ for a literal ${, got "${SITE-lab}"',
    });
  });
});

describe('the URL of a source', () => {
  it.each([
    ['https://10.0.0.1', 'https://10.0.0.1'],
    ['https://Host.Example:8443/', 'https://host.example:8443'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['http://localhost', 'http://localhost'],
    ['"http://[::1]:8080"', 'http://[::1]:8080'],
  ])('%s is read as %s', (written, url) => {
    const [east] = folder.load(withSource({ url: written })).sources;
    expect([east?.source.url, east?.connection.url]).toEqual([url, url]);
  });

  it.each([
    'ftp://host',
    'https://',
    '10.0.0.1',
    'https://host/api',
    'https://host?x=1',
    '"https://host#x"',
    'https://user@host',
    `https://user:${PLANTED}@host`,
    'https://host:99999',
    '"https://host\\\\x"',
    '5',
  ])('%s is rejected, and credentials are not shown', (written) => {
    const { message, faults } = folder.errorOf(withSource({ url: written }));
    expect(faults.map(({ path }) => path)).toEqual(['sources[0].url']);
    expect(message).not.toContain(PLANTED);
  });

  it.each(['http://10.0.0.1', 'http://127.evil.example', 'http://host.localhost.example'])(
    '%s is plain http to another host: rejected unless tls.insecure is true',
    (url) => {
      const message = `expected https: plain http is for loopback addresses, or with tls.insecure, got "${url}"`;
      expect(folder.faultsOf(withSource({ url }))).toEqual({ 'sources[0].url': message });
      expect(folder.faultsOf(withSource({ url, tls: '{ insecure: false }' }))).toEqual({ 'sources[0].url': message });
      expect(folder.load(withSource({ url, tls: '{ insecure: true }' })).sources[0]?.connection.url).toBe(url);
    },
  );

  it.each(['api', '/', '/api/', '/api/../x', '/.', '/a b', '/%2e', '""'])('rejects the base path %s', (path) => {
    expect(Object.keys(folder.faultsOf(withSource({ base_path: path })))).toEqual(['sources[0].base_path']);
  });
});

describe('poll.finished_job_ttl', () => {
  const oldKey = (name: string) =>
    `  - { name: ${name}, kind: ontap, url: "https://10.0.0.1", auth: ${BASIC}, poll: { memory: 10m } }\n`;

  it('causes no warning', () => {
    expect(folder.load(withSource({ poll: '{ finished_job_ttl: 10m }' })).warnings).toEqual([]);
    expect(folder.load(withSource({ poll: '{ memory: }' })).warnings).toEqual([]);
  });

  it('can be given under its old name memory, which causes one warning', () => {
    const [path, message] = ['sources[0].poll.memory', 'deprecated, use poll.finished_job_ttl instead'];
    const { sources, warnings } = folder.load(withSource({ poll: '{ memory: 10m }' }));
    expect([sources[0]?.source.finishedJobTtlMs, warnings]).toEqual([600_000, [{ path, message }]]);
    const three = folder.load(`${STORE}sources:\n${['a', 'b', 'c'].map(oldKey).join('')}`);
    expect(three.warnings).toEqual([{ path, message: `${message}, also in 2 more` }]);
  });

  it('is checked under its old name too', () => {
    expect(folder.faultsOf(withSource({ poll: '{ memory: 10 }' }))).toEqual({
      'sources[0].poll.memory': 'expected a duration such as 5s, 2m or 7d, got 10',
    });
    expect(Object.keys(folder.faultsOf(withSource({ poll: '{ memory: 20s }' })))).toEqual(['sources[0].poll.timeout']);
  });

  it('is the same source under both names', () => {
    const [first, second] = ['finished_job_ttl', 'memory'].map((name) => {
      return folder.load(withSource({ poll: `{ ${name}: 10m }` })).sources[0]?.fingerprint;
    });
    expect(second).toBe(first);
  });

  it('is rejected under both names at once', () => {
    const poll = '{ finished_job_ttl: 10m, memory: 600s, interval: 0s }';
    expect(folder.faultsOf(withSource({ poll }))).toEqual({
      'sources[0].poll.interval': 'expected a duration from 1s to 1d, got "0s"',
      'sources[0].poll.memory': 'expected only finished_job_ttl, the new name of this option, got "10m" and "600s"',
    });
  });
});

describe('the poll interval', () => {
  it('is at most 240s for ontap, and the message names the reason', () => {
    expect(folder.load(withSource({ poll: '{ interval: 240s }' })).sources[0]?.source.intervalMs).toBe(240_000);
    expect(folder.faultsOf(withSource({ poll: '{ interval: 241s }' }))).toEqual({
      'sources[0].poll.interval':
        'expected at most four fifths of poll.finished_job_ttl (300s), after which the backend deletes a finished job, got "241s"',
    });
  });

  it('and the timeout together are below the time that ONTAP keeps a finished job', () => {
    expect(folder.load(withSource({ poll: '{ interval: 1m, timeout: 3m }' })).sources[0]?.source.timeoutMs).toBe(
      180_000,
    );
    for (const [poll, given] of [
      ['{ timeout: 5m }', '5s (default) and "5m"'],
      ['{ interval: 2m, timeout: 3m }', '"2m" and "3m"'],
    ] as const) {
      expect(folder.faultsOf(withSource({ poll }))).toEqual({
        'sources[0].poll.timeout': `expected interval and timeout together below poll.finished_job_ttl (300s), after which the backend deletes a finished job, got ${given}`,
      });
    }
  });

  it('depends on the configured finished_job_ttl, for any kind', () => {
    const poll = '{ interval: 5m, timeout: 1m, finished_job_ttl: 10m }';
    expect(folder.load(withSource({ poll })).sources[0]?.source).toMatchObject({
      intervalMs: 300_000,
      finishedJobTtlMs: 600_000,
    });
    expect(folder.faultsOf(withSource({ poll: '{ finished_job_ttl: 20s }' }))).toEqual({
      'sources[0].poll.timeout':
        'expected interval and timeout together below poll.finished_job_ttl (20s), after which the backend deletes a finished job, got 5s (default) and 30s (default)',
    });
    const longer = withSource({ kind: 'unified-manager', poll: '{ interval: 9m, finished_job_ttl: 10m }' });
    expect(Object.keys(folder.faultsOf(longer))).toEqual(['sources[0].poll.interval']);
  });

  it('may be longer for the other kinds, and is at least 1s', () => {
    const kind = 'unified-manager';
    expect(folder.load(withSource({ kind, poll: '{ interval: 10m }' })).sources[0]?.source.intervalMs).toBe(600_000);
    expect(folder.faultsOf(withSource({ kind, poll: '{ interval: 999ms }' }))).toEqual({
      'sources[0].poll.interval': 'expected a duration from 1s to 1d, got "999ms"',
    });
  });
});
