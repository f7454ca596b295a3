import { loadConfig } from './load-config.js';
import { BASIC, ConfigFolder, STORE } from './testing/config-folder.js';

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
    expect(() => loadConfig(folder.at('.'), {})).toThrow(/cannot be read \(EISDIR\)/);
  });

  it.each([
    ['two values for a key', 'server: {}\nserver: {}\n', 2, 1, 'duplicate key', ''],
    ['several documents', 'server: {}\n---\nserver: {}\n', 2, 1, 'multiple docs', ''],
    ['an open bracket', 'sources: [\n', 2, 1, 'bad indent', ''],
    ['an unknown tag', 'server: !x {}\n', 1, 9, 'tag resolve failed', ''],
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

  it('is rejected when its aliases expand too far, or contain themselves', () => {
    const rows = Array.from({ length: 12 }, (_, at) => `a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}]`);
    const bomb = ['x: &a-1 lol', ...rows].join('\n');
    expect(folder.errorOf(bomb).message).toContain('aliases that expand to more than 1000');
    expect(folder.errorOf(`${STORE}server: &s { host: *s }\n`).message).toContain('an alias to what it is part of');
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
