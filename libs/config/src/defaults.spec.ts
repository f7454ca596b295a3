import { SOURCE_KINDS } from '@gateway/core';
import { generate } from 'selfsigned';

import { type LoadedConfig, type LoadedSource } from './config.js';
import { TAKEN } from './defaults.js';
import { optionNames } from './option.js';
import { SourceDefaultsSection } from './sections.js';
import { BASIC, ConfigFolder, STORE } from './testing/config-folder.js';

const folder = new ConfigFolder();
const OTHER = '{ basic: { username: other, password: word } }';

/** A configuration with defaults and one-line sources. */
function yaml(defaults: string, ...sources: readonly string[]): string {
  return `${STORE}defaults: { ${defaults} }\nsources:\n${sources.join('')}`;
}

/** A source with no more than it needs. */
function source(name: string, kind = 'ontap', options = ''): string {
  return `  - { name: ${name}, kind: ${kind}, url: "https://10.0.0.1"${options} }\n`;
}

function load(defaults: string, ...sources: readonly string[]): Readonly<Record<string, LoadedSource>> {
  return byName(folder.load(yaml(defaults, ...sources)));
}

function byName(config: LoadedConfig): Readonly<Record<string, LoadedSource>> {
  return Object.fromEntries(config.sources.map((each) => [each.source.name, each]));
}

function usernameOf({ connection: { login } }: LoadedSource): string {
  return login.type === 'basic' ? login.username : login.type;
}

describe('defaults of sources', () => {
  it('let a source be one line', () => {
    const { east } = load(`auth: ${BASIC}, labels: { site: lab }, poll: { timeout: 9s }`, source('east'));
    expect(east?.source).toMatchObject({ labels: { site: 'lab' }, intervalMs: 5_000, timeoutMs: 9_000 });
    expect(usernameOf(east!)).toBe('gateway');
  });

  it.each(SOURCE_KINDS)('can be those of the kind %s, which other kinds do not take', (kind) => {
    const sources = SOURCE_KINDS.map((each) => source(each, each));
    const loaded = load(`auth: ${BASIC}, ${kind}: { auth: ${OTHER}, labels: { rack: a } }`, ...sources);
    for (const each of SOURCE_KINDS) {
      expect(usernameOf(loaded[each]!)).toBe(each === kind ? 'other' : 'gateway');
      expect(loaded[each]?.source.labels).toEqual(each === kind ? { rack: 'a' } : {});
    }
  });

  it('give precedence to the source, then to its kind: poll, tls and labels member by member', () => {
    const general = 'poll: { interval: 1s, timeout: 1s, finished_job_ttl: 101s }, labels: { a: all, b: all, c: all }';
    const ofKind = 'ontap: { poll: { interval: 2s, timeout: 2s }, labels: { b: kind, c: kind } }';
    const tls = 'tls: { insecure: true }';
    const { east, engine } = load(
      `auth: ${BASIC}, ${general}, ${tls}, ${ofKind}`,
      source('east', 'ontap', ', poll: { interval: 3s }, labels: { c: own }, tls: { insecure: false }'),
      source('engine', 'service-engine'),
    );
    expect(east?.source).toMatchObject({ intervalMs: 3_000, timeoutMs: 2_000, finishedJobTtlMs: 101_000 });
    expect(east?.source.labels).toEqual({ a: 'all', b: 'kind', c: 'own' });
    expect([east?.connection.tls, engine?.connection.tls]).toEqual([{ insecure: false }, { insecure: true }]);
    expect(engine?.source).toMatchObject({ intervalMs: 1_000, timeoutMs: 1_000, labels: { a: 'all', b: 'all' } });
  });

  it('are not merged into a login: it replaces the default as a whole', () => {
    const { east } = load(`auth: ${BASIC}`, source('east', 'ontap', ', auth: { bearer: { token: word } }'));
    expect(usernameOf(east!)).toBe('bearer');
    expect(
      folder.faultsOf(yaml(`auth: ${BASIC}`, source('east', 'ontap', ', auth: { basic: { username: u } }'))),
    ).toEqual({
      'sources[0].auth.basic': 'expected exactly one of password, password_file, got none',
    });
  });

  it('apply where an option is empty', () => {
    const empty = ', auth: , tls: , labels: , poll: { interval: }';
    const { east } = load(`auth: ${BASIC}, labels: { a: x }, poll: { interval: 9s }`, source('east', 'ontap', empty));
    expect(east?.source).toMatchObject({ labels: { a: 'x' }, intervalMs: 9_000 });
    expect(folder.load(`${STORE}defaults:\n`).sources).toEqual([]);
    expect(folder.load(`${STORE}defaults: { ontap: , poll: }\n`).sources).toEqual([]);
  });

  it('are for every option that a source and its defaults share', () => {
    expect(Object.keys(TAKEN).sort()).toEqual([...optionNames(SourceDefaultsSection)].sort());
  });

  it('make the same source as options that are written out', () => {
    const [written] = folder.load(
      `${STORE}sources:\n${source('east', 'ontap', `, auth: ${BASIC}, labels: { a: x, b: y }, poll: { interval: 9s }`)}`,
    ).sources;
    const { east } = load(
      `auth: ${BASIC}, labels: { b: y }, ontap: { poll: { interval: 9s }, labels: { a: x } }`,
      source('east'),
    );
    expect(east?.fingerprint).toBe(written?.fingerprint);
  });

  it('apply to sources from files', () => {
    folder.save('sources.d/a.yaml', '- { name: west, kind: ontap, url: "https://10.0.0.1" }\n');
    const config = folder.load(`${yaml(`auth: ${BASIC}, ontap: { labels: { a: x } }`)}sources_files: [sources.d/*]\n`);
    expect(config.rejected).toEqual([]);
    expect(byName(config)['west']).toMatchObject({ source: { labels: { a: 'x' } } });
  });

  it('have secrets in variables and files, like sources', () => {
    folder.save('word', 'first\n');
    const auth = '{ basic: { username: "${WHO}", password_file: word } }';
    const config = folder.load(yaml(`auth: ${auth}`, source('east')), { WHO: 'gateway' });
    const { login } = config.sources[0]!.connection;
    expect(login.type === 'basic' && [login.username, login.password.reveal()]).toEqual(['gateway', 'first']);
    expect(config.sources[0]?.files).toEqual([folder.at('word')]);
    expect(config.files).toContain(folder.at('word'));
  });

  it('warn about a deprecated option, and the new option of a source wins over it', () => {
    const config = folder.load(
      yaml(
        `auth: ${BASIC}, ontap: { poll: { memory: 10m } }`,
        source('east'),
        source('west', 'ontap', ', poll: { finished_job_ttl: 20m }'),
      ),
    );
    expect(config.warnings).toMatchObject([{ path: 'defaults.ontap.poll.memory' }]);
    expect(config.sources.map((each) => each.source.finishedJobTtlMs)).toEqual([600_000, 1_200_000]);
  });

  it('that change edit the sources that take them, and no others', async () => {
    const reader = folder.reader();
    const own = source('west', 'ontap', ', poll: { interval: 7s }');
    const fingerprints = async (interval: string) => {
      folder.save('gateway.yaml', yaml(`auth: ${BASIC}, poll: { interval: ${interval} }`, source('east'), own));
      const { east, west } = byName(await reader.load());
      return [east?.fingerprint, west?.fingerprint];
    };
    const [before, after] = [await fingerprints('8s'), await fingerprints('9s')];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });
});

describe('a fault of defaults', () => {
  it.each([
    ['poll: { interval: fast }', 'defaults.poll.interval', 'expected a duration such as 5s, 2m or 7d, got "fast"'],
    [
      'ontap: { poll: { retries: 1 } }',
      'defaults.ontap.poll.retries',
      'unknown key, expected interval, timeout or finished_job_ttl',
    ],
    [
      'base_path: /api',
      'defaults.base_path',
      'unknown key, expected ontap, service-engine, unified-manager, auth, tls, proxy, poll or labels',
    ],
    ['ontap: { ontap: {} }', 'defaults.ontap.ontap', 'unknown key, expected auth, tls, proxy, poll or labels'],
    ['ontap: []', 'defaults.ontap', 'expected a mapping, got a list'],
    ['labels: { a: 7 }', 'defaults.labels', expect.stringMatching(/, got a mapping with 7 for a$/)],
    ['auth: {}', 'defaults.auth', 'expected exactly one of basic, bearer, certificate, got none'],
    [
      'auth: { basic: { username: u, password_file: nowhere } }',
      'defaults.auth.basic.password_file',
      'the file it names cannot be read (ENOENT)',
    ],
    ['tls: { ca_file: nowhere }', 'defaults.tls.ca_file', 'the file it names cannot be read (ENOENT), got "nowhere"'],
    [
      'poll: { memory: 5m, finished_job_ttl: 6m }',
      'defaults.poll.memory',
      'expected only finished_job_ttl, the new name of this option, got "6m" and "5m"',
    ],
    [
      'service-engine: { auth: { certificate: { cert_file: nowhere, key_file: nowhere } } }',
      'defaults.service-engine.auth.certificate',
      'expected basic or bearer with kind service-engine, got certificate',
    ],
    ['labels: { a: "${NONE}" }', 'defaults.labels.a', 'the environment variable NONE is not set'],
  ])('has its path, and causes no fault of a source: %s', (defaults, path, message) => {
    const faults = folder.faultsOf(yaml(defaults, source('east'), source('engine', 'service-engine')));
    expect(Object.entries(faults)[0]).toEqual([path, message]);
    expect(Object.keys(faults).filter((each) => !each.startsWith('defaults'))).toEqual([]);
  });

  it.each([
    ['which is not a mapping', '- a\n', 'expected a mapping, got a list'],
    ['which is a text', 'a\n', 'expected a mapping, got "a"'],
  ])('%s', (_what, value, message) => {
    expect(folder.faultsOf(`${STORE}defaults:\n  ${value}`)).toEqual({ defaults: message });
  });

  it.each([
    ['no login at all', '', 'ontap', '', 'auth', 'expected a login, here or in defaults, got nothing'],
    [
      'a login of another kind only',
      `ontap: { auth: ${BASIC} }`,
      'service-engine',
      '',
      'auth',
      'expected a login, here or in defaults, got nothing',
    ],
    [
      'an interval that is too long with the default',
      'poll: { finished_job_ttl: 20s }',
      'service-engine',
      `, auth: ${BASIC}, poll: { interval: 17s }`,
      'poll.interval',
      'expected at most four fifths of poll.finished_job_ttl (the value of defaults.poll.finished_job_ttl), after which the backend deletes a finished job, got "17s"',
    ],
    [
      'a default interval that is too long for its kind',
      `auth: ${BASIC}, ontap: { poll: { interval: 6m } }`,
      'ontap',
      '',
      'poll.interval',
      'expected at most four fifths of poll.finished_job_ttl (300s), after which the backend deletes a finished job, got the value of defaults.ontap.poll.interval',
    ],
    [
      'a default timeout',
      `auth: ${BASIC}, poll: { timeout: 5m }`,
      'ontap',
      ', poll: { interval: 10s }',
      'poll.timeout',
      'expected interval and timeout together below poll.finished_job_ttl (300s), after which the backend deletes a finished job, got "10s" and the value of defaults.poll.timeout',
    ],
  ])('that arises from a source with them names the source: %s', (_what, defaults, kind, options, at, message) => {
    expect(folder.faultsOf(yaml(defaults, source('east', kind, options)))).toEqual({ [`sources[0].${at}`]: message });
  });

  it('that is a login which the kind of a source does not have names the source', async () => {
    const pem = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
    folder.save('it.crt', pem.cert);
    folder.save('it.key', pem.private);
    const auth = 'auth: { certificate: { cert_file: it.crt, key_file: it.key } }';
    expect(usernameOf(load(auth, source('east'))['east']!)).toBe('certificate');
    expect(folder.faultsOf(yaml(auth, source('east'), source('engine', 'service-engine')))).toEqual({
      'sources[1].auth': 'expected basic or bearer with kind service-engine, got certificate from defaults.auth',
    });
  });

  it('that is too many labels together names the source', () => {
    const labels = (prefix: string, count: number) =>
      `labels: { ${Array.from({ length: count }, (_, index) => `${prefix}${index}: x`).join(', ')} }`;
    const general = `auth: ${BASIC}, ${labels('a', 40)}`;
    expect(
      Object.keys(load(general, source('east', 'ontap', `, ${labels('b', 24)}`))['east']!.source.labels),
    ).toHaveLength(64);
    expect(folder.faultsOf(yaml(general, source('east', 'ontap', `, ${labels('b', 25)}`)))).toEqual({
      'sources[0].labels': 'expected at most 64 labels, with those of defaults',
    });
  });

  it('that is plain http is one only without a default tls.insecure', () => {
    const plain = '  - { name: east, kind: ontap, url: "http://10.0.0.1" }\n';
    expect(Object.keys(folder.faultsOf(yaml(`auth: ${BASIC}`, plain)))).toEqual(['sources[0].url']);
    expect(load(`auth: ${BASIC}, tls: { insecure: true }`, plain)['east']?.source.url).toBe('http://10.0.0.1');
  });

  it('in a file of sources rejects that file, and names the place', () => {
    folder.save(
      'sources.d/a.yaml',
      '- name: west\n  kind: ontap\n  url: https://10.0.0.1\n  poll: { interval: 10s }\n',
    );
    const config = folder.load(`${yaml(`auth: ${BASIC}, poll: { timeout: 5m }`)}sources_files: [sources.d/*]\n`);
    expect(config.rejected[0]?.faults).toEqual([
      {
        path: 'sources.d/a.yaml:4:9',
        message:
          '[0].poll.timeout: expected interval and timeout together below poll.finished_job_ttl (300s), after which the backend deletes a finished job, got "10s" and the value of defaults.poll.timeout',
      },
    ]);
  });
});

describe('a default tls.insecure', () => {
  it('does not apply to a source, or to a kind, that says which certificates to accept', () => {
    const digits = '0123456789abcdef'.repeat(4);
    const sources = load(
      `auth: ${BASIC}, tls: { insecure: true }, unified-manager: { tls: { server_name: um } }`,
      source('lab'),
      source('prod', 'ontap', `, tls: { fingerprint_sha256: ${digits} }`),
      source('named', 'ontap', ', tls: { server_name: a }'),
      source('both', 'ontap', ', tls: { server_name: a, insecure: true }'),
      source('um1', 'unified-manager'),
    );
    const insecure = Object.entries(sources).map(([name, { connection }]) => [name, connection.tls.insecure]);
    expect(Object.fromEntries(insecure)).toEqual({ lab: true, prod: false, named: false, both: true, um1: false });
  });
});
