import { execFileSync } from 'node:child_process';

import { BASIC, ConfigFolder, loadConfig, STORE, withSource } from './testing/config-folder.js';

const folder = new ConfigFolder();

describe('a file that is not a configuration', () => {
  it.each([
    ['empty', '', 'is empty'],
    ['comments only', '# nothing\n', 'is empty'],
    ['a list', '- a\n', 'expected a mapping, got a list'],
    ['a text', 'hello\n', 'expected a mapping, got a string'],
  ])('is rejected: %s', (_name, text, message) => {
    expect(folder.errorOf(text).faults).toEqual([{ path: folder.at('gateway.yaml'), message }]);
  });

  it('is rejected when it cannot be read', () => {
    expect(() => loadConfig(folder.at('nowhere.yaml'), {})).toThrow(/nowhere\.yaml: cannot be read \(ENOENT\)/);
  });

  it.each([
    ['a FIFO', () => execFileSync('mkfifo', [folder.at('gateway.yaml')]), 'is a FIFO, expected a regular file'],
    ['a folder', () => execFileSync('mkdir', [folder.at('gateway.yaml')]), 'is a folder, expected a regular file'],
    ['larger than 1 MB', () => folder.save('gateway.yaml', '#'.repeat(1024 * 1024 + 1)), 'is larger than 1 MB'],
    ['Latin-1', () => folder.save('gateway.yaml', Buffer.from('# a\n# ü\n', 'latin1')), 'is not UTF-8 in line 2'],
    [
      'UTF-8 with a byte order mark',
      () => folder.save('gateway.yaml', `\uFEFF${STORE}`),
      'begins with a byte order mark, expected UTF-8 without one',
    ],
    ['UTF-16', () => folder.save('gateway.yaml', Buffer.from(STORE, 'utf16le')), 'has a NUL character in line 1'],
  ])('is rejected when it is %s', (_name, prepare, message) => {
    prepare();
    expect(() => loadConfig(folder.at('gateway.yaml'), {})).toThrow(
      `cannot be used:\n  ${folder.at('gateway.yaml')}: ${message}`,
    );
  });

  it.each([
    ['two values for a key', 'server: {}\nserver: {}\n', 2, 1, 'duplicate key', ''],
    ['several documents', 'server: {}\n---\nserver: {}\n', 2, 1, 'multiple docs', ''],
    ['an open bracket', 'sources: [\n', 2, 1, 'bad indent', ''],
    ['an unknown tag', 'server: !x {}\n', 1, 9, 'tag resolve failed', ''],
    ['a key that is a list', '? [server]\n: {}\n', 1, 3, 'key that is not a text', ''],
    ['two keys with the same text', '1: a\n"1": b\n', 2, 1, 'duplicate key', ''],
    ['an alias without its anchor', 'server: *planted\n', 1, 9, 'alias without its anchor before it', ''],
    [
      'a variable in braces without quotes',
      'store: { kind: redis, url: ${REDIS_URL} }\n',
      1,
      29,
      'unexpected token',
      '; inside { } or [ ] write "${NAME}" in quotes',
    ],
  ])('is rejected with the line and column of the first error: %s', (_name, text, line, column, what, hint) => {
    expect(folder.errorOf(text).faults).toEqual([
      {
        path: `${folder.at('gateway.yaml')}:${line}:${column}`,
        message: `not valid YAML at line ${line}, column ${column} (${what})${hint}`,
      },
    ]);
  });

  it.each([
    ['nine times per line', (at: number) => `*b${at - 1}, `.repeat(9), 7],
    ['all earlier ones in each line', (at: number) => Array.from({ length: at }, (_, each) => `*b${each}`).join(), 18],
  ])('is rejected when its aliases expand too far: %s', (_name, aliases, line) => {
    const rows = Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [${at === 0 ? '' : aliases(at)}]\n`);
    const [fault] = folder.errorOf(rows.join('')).faults;
    expect(fault?.path).toMatch(new RegExp(`gateway\\.yaml:${line}:\\d+$`));
    expect(fault?.message).toMatch(
      new RegExp(
        `^too large at line ${line}, column \\d+ \\(more than 200000 values, counting what aliases stand for\\)$`,
      ),
    );
  });

  it('is rejected when aliases contain themselves', () => {
    expect(folder.errorOf(`${STORE}server: &s { host: *s }\n`).message).toContain('an alias to what it is part of');
  });

  it.each([
    ['aliases', `a: &a x\nb: [${'*a,'.repeat(11_000)}]\n`, 'more than 10000 anchors and aliases'],
    ['anchors', `a: [${Array.from({ length: 11_000 }, (_, at) => `&a${at} x`).join()}]\n`, 'anchors and aliases'],
    ['nested collections without an end', '- '.repeat(500_000), 'collections in more than 100 others'],
    ['words and signs', `a: [${','.repeat(600_000)}]\n`, 'too many words and signs'],
    ['nested collections', `a: ${'['.repeat(101)}${']'.repeat(101)}\n`, 'collections in more than 100 others'],
    [
      'far more nested collections',
      `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
      'collections in more than 100 others',
    ],
  ])('is rejected when it has too many %s', (_name, text, reason) => {
    expect(folder.errorOf(text).message).toContain(reason);
  });

  it('is rejected when a source has more than 64 labels, or a long one', () => {
    const source = (labels: string) => withSource({ labels: `{ ${labels} }` });
    const many = (count: number) => Array.from({ length: count }, (_, at) => `l${at}: x`).join();
    const expected = 'a mapping of names (of letters, digits, _ and -) to texts of at most 256 characters';
    expect(folder.load(source(`${many(63)}, long: ${'x'.repeat(256)}`)).sources).toHaveLength(1);
    expect(folder.faultsOf(source(many(65)))).toEqual({
      'sources[0].labels': 'expected at most 64 labels, got a mapping',
    });
    expect(folder.faultsOf(source(`long: ${'x'.repeat(257)}`))).toEqual({
      'sources[0].labels': `expected ${expected}, got a mapping with "${'x'.repeat(40)}…" for long`,
    });
  });

  it.each([
    ['labels', `${withSource({})}    labels:\n`, '      '],
    ['unknown keys', STORE, ''],
  ])('is rejected when a mapping is far too large, in time proportional to its size: %s', (_what, yaml, indent) => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `${indent}k${at}: x\n`).join('');
    expect(folder.errorOf(yaml + keys).message).toContain('(mapping of more than 1000 keys)');
  });

  it('is checked in time proportional to its size: with faults in each of 5,000 sources', () => {
    const sources = Array.from({ length: 5_000 }, (_, at) => `  - { name: S${at}, kind: x, url: y }\n`).join('');
    const { faults } = folder.errorOf(`${STORE}sources:\n${sources}`);
    expect(faults).toHaveLength(101);
    expect(faults[100]).toEqual({ path: 'and more', message: '19900 other faults' });
  });

  it('is rejected when its variables stand for too much text', () => {
    const labels = `{ site: "${'${WORD}'.repeat(50)}" }`;
    const yaml = `${STORE}sources:\n  - { name: east, kind: ontap, url: "https://h", auth: ${BASIC}, labels: ${labels} }\n`;
    expect(folder.faultsOf(yaml, { WORD: 'x'.repeat(100_000) })).toEqual({
      'sources[0].labels.site': 'variables stand for more than 4000000 characters',
    });
  });

  it('may use an alias to a key', () => {
    expect(folder.load(`${STORE}access: {}\nserver:\n  &name host: *name\n`).server.host).toBe('host');
  });

  it('may use aliases for options that sources share', () => {
    const source = (at: number) =>
      `  - { name: s${at}, kind: ontap, url: "https://10.0.0.1", auth: *login, poll: *poll }\n`;
    const first = `  - { name: first, kind: ontap, url: "https://10.0.0.1", auth: &login ${BASIC}, poll: &poll { interval: 9s } }\n`;
    const config = folder.load(
      `${STORE}sources:\n${first}${Array.from({ length: 200 }, (_, at) => source(at)).join('')}`,
    );
    expect(config.sources).toHaveLength(201);
    expect(config.sources[200]?.source.intervalMs).toBe(9_000);
  });
});
