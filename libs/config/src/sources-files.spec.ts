import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { inspect } from 'node:util';

import { type LoadedConfig } from './config.js';
import { BASIC, ConfigFolder, loadConfig, STORE, withSource } from './testing/config-folder.js';

const PLANTED = 'hunter-two';
const FILES = 'sources_files: [./sources.d/*.yaml]\n';
const folder = new ConfigFolder();

/** A source in one line. */
function source(name: string, options = '', auth = BASIC): string {
  return `- { name: ${name}, kind: ontap, url: "https://10.0.0.1", auth: ${auth}${options} }\n`;
}

function names({ sources }: LoadedConfig): readonly string[] {
  return sources.map((each) => each.source.name);
}

/** The faults of a file that is rejected alone: path → message. */
function faultsIn(text: string | Buffer, environment: Readonly<Record<string, string>> = {}): Record<string, string> {
  folder.save('sources.d/bad.yaml', text);
  const { rejected } = folder.load(STORE + FILES, environment);
  expect(rejected.map(({ file, kept }) => [file, kept])).toEqual([['sources.d/bad.yaml', 0]]);
  return Object.fromEntries(rejected[0]!.faults.map(({ message, path }) => [path, message]));
}

describe('sources from files', () => {
  it('follow those of the configuration, in the order of their paths, with their origin', () => {
    folder.save('sources.d/b.yaml', source('south') + source('north'));
    folder.save('sources.d/a.yaml', source('west'));
    const config = folder.load(withSource({}) + FILES);
    expect(config.sources.map(({ source: { name, origin } }) => [name, origin])).toEqual([
      ['east', { kind: 'config' }],
      ['west', { kind: 'file', file: 'sources.d/a.yaml' }],
      ['south', { kind: 'file', file: 'sources.d/b.yaml' }],
      ['north', { kind: 'file', file: 'sources.d/b.yaml' }],
    ]);
    expect(config.rejected).toEqual([]);
  });

  it.each([
    ['a folder that does not exist', FILES],
    ['a file that does not exist', 'sources_files: [sources.yaml]\n'],
    ['nothing', 'sources_files: []\n'],
    ['an empty option', 'sources_files:\n'],
  ])('may be none: %s', (_what, option) => {
    expect(folder.load(STORE + option)).toMatchObject({ sources: [], rejected: [] });
  });

  it('may be the empty list of a file', () => {
    folder.save('sources.d/a.yaml', '[]\n');
    expect(folder.load(STORE + FILES)).toMatchObject({ sources: [], rejected: [] });
  });

  it.each([
    ['*.yaml', ['lab-1.yaml', 'lab-12.yaml', 'other.yaml']],
    ['lab-?.yaml', ['lab-1.yaml']],
    ['lab-*', ['lab-1.yaml', 'lab-12.yaml', 'lab-[1].txt']],
    ['lab-[1].txt', ['lab-[1].txt']],
    ['.*.yaml', ['.hidden.yaml']],
    ['other.yaml', ['other.yaml']],
    ['labX1.yaml', []],
  ])('are in the files that the pattern %s matches', (pattern, expected) => {
    const all = ['lab-1.yaml', 'lab-12.yaml', 'lab-[1].txt', '.hidden.yaml', 'other.yaml', 'other.yaml~'];
    for (const [index, name] of all.entries()) folder.save(`sources.d/${name}`, source(`s${index}`));
    const matched = (option: string): readonly string[] =>
      folder.load(`${STORE}sources_files: ["${option}"]\n`).sources.map(({ source: { origin } }) => {
        return origin.kind === 'file' ? origin.file.replace('sources.d/', '') : origin.kind;
      });
    expect(matched(`sources.d/${pattern}`)).toEqual(expected);
    expect(matched(folder.at(`sources.d/${pattern}`))).toEqual(expected);
  });

  it('are read once from a file that several patterns match, and never from the configuration itself', () => {
    folder.save('lab.yaml', source('west'));
    expect(names(folder.load(`${STORE}sources_files: ["*.yaml", ./lab.*, lab.yaml]\n`))).toEqual(['west']);
  });

  it('have the absolute path of a file that is not below the folder of the configuration', () => {
    folder.save('conf/gateway.yaml', `${STORE}sources_files: [../lab.yaml]\n`);
    folder.save('lab.yaml', source('west'));
    const [west] = loadConfig(folder.at('conf/gateway.yaml'), {}).sources;
    expect(west?.source.origin).toEqual({ kind: 'file', file: folder.at('lab.yaml') });
  });

  it('name files relative to the folder of the configuration', () => {
    folder.save('word', 'text\n');
    folder.save('sources.d/a.yaml', source('west', '', '{ bearer: { token_file: ./word } }'));
    const { files, sources } = folder.load(STORE + FILES);
    const login = sources[0]?.connection.login;
    expect(login?.type === 'bearer' && login.token.reveal()).toBe('text');
    expect(files).toEqual(['gateway.yaml', 'word', 'sources.d', 'sources.d/a.yaml'].map((name) => folder.at(name)));
  });

  it('have variables', () => {
    folder.save('sources.d/a.yaml', source('west', ', labels: { site: "${SITE}" }'));
    expect(folder.load(STORE + FILES, { SITE: 'lab' }).sources[0]?.source.labels).toEqual({ site: 'lab' });
  });

  it('warn about a deprecated option in their file', () => {
    folder.save('sources.d/a.yaml', source('west') + source('north', ', poll: { memory: 10m }'));
    expect(folder.load(STORE + FILES).warnings).toMatchObject([{ path: 'sources.d/a.yaml[1].poll.memory' }]);
  });

  it.each([
    ['"sources.d/*.yaml"', 'got "sources.d/*.yaml"'],
    ['["*/lab.yaml"]', 'got a list with "*/lab.yaml"'],
    ['["**/lab.yaml"]', 'got a list with "**/lab.yaml"'],
    ['["?/lab.yaml"]', 'got a list'],
    ['[sources.d/]', 'got a list with "sources.d/"'],
    ['[lab.yaml, ..]', 'got a list with ".."'],
    ['[""]', 'got a list with ""'],
    ['[7]', 'got a list with 7'],
  ])('are not at %s', (option, end) => {
    expect(folder.faultsOf(`${STORE}sources_files: ${option}\n`)).toEqual({
      sources_files: `expected a list of paths such as ./sources.d/*.yaml, with * and ? only in the last part, ${end}`,
    });
  });
});

describe('a file of sources is rejected alone', () => {
  const path = 'sources.d/bad.yaml';

  it('while the sources of all others are loaded', () => {
    folder.save('sources.d/a.yaml', source('west'));
    folder.save('sources.d/bad.yaml', source('Bad'));
    folder.save('sources.d/c.yaml', source('north'));
    const config = folder.load(withSource({}) + FILES);
    expect(names(config)).toEqual(['east', 'west', 'north']);
    expect(config.rejected.map(({ file }) => file)).toEqual([path]);
  });

  it.each([
    ['it is empty', '# nothing\n', 'is empty, expected a list of sources; a list of none is []'],
    ['it is a mapping', `sources:\n${source('west')}`, 'expected a list of sources, got a mapping'],
    ['it is a text', 'west\n', 'expected a list of sources, got a string'],
    ['it is larger than 1 MB', '#'.repeat(1024 * 1024 + 1), 'is larger than 1 MB'],
    ['it is not UTF-8', Buffer.from('# ü', 'latin1'), 'is not UTF-8 in line 1'],
  ])('if %s', (_what, text, message) => {
    expect(faultsIn(text)).toEqual({ [path]: message });
  });

  it.each([
    ['a FIFO', 'mkfifo', 'is a FIFO, expected a regular file'],
    ['a folder', 'mkdir', 'is a folder, expected a regular file'],
    ['a link to nothing', 'ln -s nowhere', 'cannot be read (ENOENT)'],
  ])('if it is %s', (_what, command, message) => {
    folder.save('sources.d/a.yaml', source('west'));
    execFileSync('sh', ['-c', `${command} sources.d/bad.yaml`], { cwd: folder.at('') });
    const config = folder.load(STORE + FILES);
    expect(names(config)).toEqual(['west']);
    expect(config.rejected).toEqual([{ file: path, faults: [{ path, message }], kept: 0 }]);
  });

  it('if it is not YAML, with the line and the column', () => {
    expect(faultsIn(`${source('west')}- { name: [\n`)).toEqual({
      [`${path}:3:1`]: expect.stringMatching(/^not valid YAML at line 3, column 1 \(/),
    });
  });

  it('if sources are invalid, with the line and the column of each value', () => {
    const text = `
- name: west
  kind: ontap
  url: https://10.0.0.2
  auth: { basic: { username: gateway, password_file: nowhere } }
  poll:
    interval: fast
    retries: 3
- { name: East, kind: ontap, url: "https://10.0.0.1" }
- text
`;
    expect(faultsIn(text)).toEqual({
      [`${path}:7:15`]: '[0].poll.interval: expected a duration such as 5s, 2m or 7d, got "fast"',
      [`${path}:8:14`]: '[0].poll.retries: unknown key, expected interval, timeout or finished_job_ttl',
      [`${path}:5:54`]: '[0].auth.basic.password_file: the file it names cannot be read (ENOENT)',
      [`${path}:9:11`]: '[1].name: expected a name of lower-case letters, digits and -, at most 63, got "East"',
      [`${path}:9:3`]: '[1].auth: expected a login, here or in defaults, got nothing',
      [`${path}:10:3`]: '[2]: expected a mapping, got "text"',
    });
    expect(faultsIn('- [a]\n')).toEqual({ [`${path}:1:1`]: 'expected a list of mappings, got a list' });
  });

  it('if a variable is not set, or variables stand for too much', () => {
    const unset = source('west', ', labels: { site: "${SITE}" }');
    expect(faultsIn(unset)).toEqual({
      [`${path}:1:${unset.indexOf('"${SITE}"') + 1}`]: '[0].labels.site: the environment variable SITE is not set',
    });
    const text = source('west', ', labels: { a: "${LONG}", b: "${LONG}" }');
    expect(Object.values(faultsIn(text, { LONG: 'x'.repeat(3_000_000) }))).toEqual([
      '[0].labels.b: variables stand for more than 4000000 characters',
    ]);
  });

  it('if a name is used by the configuration, by a file before it, or twice', () => {
    folder.save('sources.d/a.yaml', source('west') + source('north'));
    folder.save('sources.d/b.yaml', source('south') + source('east'));
    folder.save('sources.d/c.yaml', source('center') + source('north'));
    folder.save('sources.d/d.yaml', source('same') + source('same'));
    folder.save('sources.d/e.yaml', source('south') + source('center') + source('same'));
    const config = folder.load(withSource({}) + FILES);
    expect(names(config)).toEqual(['east', 'west', 'north', 'south', 'center', 'same']);
    const unique = (where: string, got: string) =>
      `[1].name: expected a unique name, not that of ${where}, got "${got}"`;
    expect(config.rejected.flatMap(({ faults }) => faults)).toEqual([
      { path: 'sources.d/b.yaml:2:11', message: unique('sources[0]', 'east') },
      { path: 'sources.d/c.yaml:2:11', message: unique('sources.d/a.yaml[1]', 'north') },
      { path: 'sources.d/d.yaml:2:11', message: unique('sources.d/d.yaml[0]', 'same') },
    ]);
  });

  it('and reports at most a hundred faults', () => {
    const faults = faultsIn(Array.from({ length: 120 }, (_, index) => source(`S${index}`)).join(''));
    expect(Object.keys(faults)).toHaveLength(101);
    expect(faults[path]).toBe('and more: 20 other faults');
  });

  it('and its files are watched, because a change of one may correct it', () => {
    folder.save('sources.d/a.yaml', source('west', '', '{ bearer: { token_file: word } }'));
    expect(folder.load(STORE + FILES).files).toContain(folder.at('word'));
  });

  it('even if it names a file of another source that is not of its kind', () => {
    folder.save('word', 'two words\n');
    folder.save('sources.d/a.yaml', source('west', '', '{ bearer: { token_file: word } }'));
    const config = folder.load(withSource({ auth: '{ basic: { username: u, password_file: word } }' }) + FILES);
    const login = config.sources[0]?.connection.login;
    expect(login?.type === 'basic' && login.password.reveal()).toBe('two words');
    expect(config.rejected).toHaveLength(1);
  });

  it('when more than 1,000 files match: the first ones are used', () => {
    for (let index = 0; index < 1_002; index += 1) {
      folder.save(`sources.d/${String(index).padStart(4, '0')}.yaml`, source(`s${index}`));
    }
    const { rejected, sources } = folder.load(STORE + FILES);
    expect([sources.length, sources.at(-1)?.source.name]).toEqual([1_000, 's999']);
    const message = '1002 files match, expected at most 1000';
    expect(rejected).toEqual([{ file: 'sources.d', faults: [{ path: 'sources.d', message }], kept: 0 }]);
  });

  it.each([
    ['a login of the wrong type', source('west', '', PLANTED)],
    ['a key', source('west', '', `{ basic: { username: u, ${PLANTED} } }`)],
    ['a password elsewhere', source('west', `, base_path: ${PLANTED}`, BASIC.replace(' word', ` ${PLANTED}`))],
    ['a name of a file', source('west', '', `{ bearer: { token_file: ${PLANTED} } }`)],
    ['a variable', source('west', ', base_path: "${WORD}"')],
    ['text that is not YAML', `- { token: "x" ${PLANTED} ]\n`],
    ['a text in place of the list', `${PLANTED}\n`],
  ])('without showing a secret: %s', (_what, text) => {
    const faults = faultsIn(text, { WORD: PLANTED });
    expect(Object.keys(faults).length).toBeGreaterThan(0);
    expect(inspect(faults)).not.toContain(PLANTED);
  });
});

describe('a file of sources that is read again', () => {
  const reader = folder.reader.bind(folder);

  beforeEach(() => {
    folder.save('gateway.yaml', withSource({}) + FILES);
    folder.save('sources.d/a.yaml', source('west'));
    folder.save('sources.d/b.yaml', source('north') + source('south'));
  });

  it('may appear and disappear', async () => {
    const again = reader();
    expect(names(await again.load())).toEqual(['east', 'west', 'north', 'south']);
    renameSync(folder.at('sources.d/a.yaml'), folder.at('sources.d/c.yaml'));
    expect(names(await again.load())).toEqual(['east', 'north', 'south', 'west']);
    rmSync(folder.at('sources.d'), { recursive: true });
    expect(names(await again.load())).toEqual(['east']);
  });

  it.each([
    ['is invalid', () => folder.save('sources.d/b.yaml', 'sources: []\n')],
    ['became a FIFO', () => execFileSync('sh', ['-c', 'rm b.yaml; mkfifo b.yaml'], { cwd: folder.at('sources.d') })],
    ['has a name of the configuration', () => folder.save('sources.d/b.yaml', source('north') + source('east'))],
    ['has a name of a file before it', () => folder.save('sources.d/b.yaml', source('west'))],
  ])('keeps its last valid sources if it %s', async (_what, change) => {
    const again = reader();
    const first = await again.load();
    folder.save('sources.d/a.yaml', source('west') + source('new'));
    change();
    for (let times = 0; times < 2; times += 1) {
      const next = await again.load();
      expect(names(next)).toEqual(['east', 'west', 'new', 'north', 'south']);
      expect(next.sources.at(-1)).toBe(first.sources.at(-1));
      expect(next.rejected).toMatchObject([{ file: 'sources.d/b.yaml', kept: 2 }]);
    }
    rmSync(folder.at('sources.d/b.yaml'));
    folder.save('sources.d/b.yaml', source('south'));
    expect(await again.load()).toMatchObject({ rejected: [] });
  });

  it('keeps its last valid sources while its folder cannot be read', async () => {
    const again = reader();
    const first = await again.load();
    rmSync(folder.at('sources.d'), { recursive: true });
    folder.save('sources.d', 'no folder');
    const next = await again.load();
    expect(names(next)).toEqual(names(first));
    expect(next.rejected).toMatchObject([
      { file: 'sources.d', faults: [{ message: 'cannot be read (ENOTDIR)' }] },
      { file: 'sources.d/a.yaml', faults: [{ message: 'its folder cannot be read (ENOTDIR)' }], kept: 1 },
      { file: 'sources.d/b.yaml', kept: 2 },
    ]);
  });

  it('loses a kept source whose name is used elsewhere, until it is valid', async () => {
    const again = reader();
    await again.load();
    folder.save('sources.d/b.yaml', 'no list');
    folder.save('sources.d/a.yaml', source('west') + source('south', ', labels: { from: a }'));
    const next = await again.load();
    expect(names(next)).toEqual(['east', 'west', 'south', 'north']);
    expect(next.sources[2]?.source.labels).toEqual({ from: 'a' });
    folder.save('sources.d/a.yaml', source('west'));
    expect(names(await again.load())).toEqual(['east', 'west', 'north', 'south']);
  });

  it('does not lose a kept source to a later file', async () => {
    const again = reader();
    await again.load();
    folder.save('sources.d/b.yaml', 'no list');
    folder.save('sources.d/c.yaml', source('south', ', labels: { from: c }'));
    const next = await again.load();
    expect(next.rejected.map(({ file }) => file)).toEqual(['sources.d/b.yaml', 'sources.d/c.yaml']);
    expect(next.sources.find(({ source: { name } }) => name === 'south')?.source.labels).toEqual({});
  });

  it('keeps following the secrets of its kept sources', async () => {
    folder.save('word', 'first\n');
    folder.save('sources.d/b.yaml', source('north', '', '{ bearer: { token_file: word } }'));
    const again = reader();
    const { login } = (await again.load()).sources[2]!.connection;
    const token = () => login.type === 'bearer' && login.token.reveal();
    folder.save('sources.d/b.yaml', 'no list');
    for (const [text, expected] of [
      ['second\n', 'second'],
      ['two words\n', 'second'],
      ['third\n', 'third'],
    ] as const) {
      folder.save('word', text);
      expect((await again.load()).files).toContain(folder.at('word'));
      expect(token()).toBe(expected);
    }
    rmSync(folder.at('sources.d/b.yaml'));
    await again.load();
    folder.save('word', 'fourth\n');
    await again.load();
    expect(token()).toBe('third');
  });

  it('keeps all its sources if one of their secrets is missing, and the others read theirs', async () => {
    folder.save('word', 'first\n');
    const south = source('south', '', '{ bearer: { token_file: word } }');
    folder.save('sources.d/b.yaml', source('north') + south);
    const again = reader();
    const first = await again.load();
    rmSync(folder.at('word'));
    const next = await again.load();
    expect(names(next)).toEqual(names(first));
    expect(next.rejected[0]?.faults).toEqual([
      {
        path: `sources.d/b.yaml:2:${south.indexOf('word') + 1}`,
        message: `[1].auth.bearer.token_file: the file it names, ${folder.at('word')}, cannot be read (ENOENT)`,
      },
    ]);
  });

  it('stays in use while the configuration is invalid', async () => {
    const again = reader();
    await again.load();
    folder.save('gateway.yaml', `${withSource({ kind: 'other' })}${FILES}`);
    await expect(again.load()).rejects.toThrow('sources[0].kind');
    folder.save('gateway.yaml', withSource({}) + FILES);
    folder.save('sources.d/b.yaml', 'no list');
    expect(names(await again.load())).toEqual(['east', 'west', 'north', 'south']);
  });
});
