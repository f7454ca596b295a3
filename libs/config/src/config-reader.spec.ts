import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

import { type LoadedConfig } from './config.js';
import { checkConfig } from './config-check.js';
import { ConfigFolder, STORE, withSource } from './testing/config-folder.js';

const PASSWORD = '{ basic: { username: u, password_file: word } }';
const BEARER = '{ bearer: { token_file: word } }';
const SECOND_SOURCE = `  - { name: west, kind: ontap, url: "https://10.0.0.2", auth: ${BEARER} }\n`;
const YAML = withSource({ auth: PASSWORD });
const folder = new ConfigFolder();

function passwordOf({ sources }: LoadedConfig): string {
  const login = sources[0]?.connection.login;
  return login?.type === 'basic' ? login.password.reveal() : '';
}

describe('a configuration that is read again', () => {
  beforeEach(() => {
    folder.save('gateway.yaml', YAML);
    folder.save('word', 'first\n');
  });

  it('changes the secrets that are in use', async () => {
    const reader = folder.reader();
    const running = await reader.load();
    folder.save('word', 'second\n');
    expect(passwordOf(running)).toBe('first');
    expect(passwordOf(await reader.load())).toBe('second');
    expect(passwordOf(running)).toBe('second');
  });

  it.each([
    ['has a fault', withSource({ auth: PASSWORD, poll: '{ interval: x }' })],
    ['is no YAML', 'sources: ['],
  ])('changes them also if it %s', async (_name, yaml) => {
    const reader = folder.reader();
    const running = await reader.load();
    folder.save('word', 'second\n');
    folder.save('gateway.yaml', yaml);
    await expect(reader.load()).rejects.toThrow('cannot be used');
    expect(passwordOf(running)).toBe('second');
  });

  it.each([
    ['is deleted', () => rmSync(folder.at('word')), /: the file it names, \/.*\/word, cannot be read \(ENOENT\)$/],
    ['is empty', () => folder.save('word', ''), /expected the file it names, \/.*\/word, to hold one line of text$/],
    [
      'became a FIFO',
      () => execFileSync('sh', ['-c', 'rm word; mkfifo word'], { cwd: folder.at('') }),
      /\/word, is a FIFO, expected a regular file$/,
    ],
  ])('keeps the last text of a secret whose file %s, and says so', async (_name, change, message) => {
    const reader = folder.reader();
    const running = await reader.load();
    change();
    await expect(reader.load()).rejects.toThrow(message);
    expect(passwordOf(running)).toBe('first');
    rmSync(folder.at('word'), { force: true });
    folder.save('word', 'second\n');
    await reader.load();
    expect(passwordOf(running)).toBe('second');
  });

  it.each([
    ['valid', withSource({ auth: BEARER })],
    ['no YAML', 'sources: ['],
    ['invalid, and takes it for a password', withSource({ poll: '{ interval: x }', auth: PASSWORD })],
    ['invalid, and takes it for a password too', `${withSource({ auth: PASSWORD })}${SECOND_SOURCE}`],
  ])('keeps a token whose file has a text that is no token, if the configuration is %s', async (_name, yaml) => {
    folder.save('gateway.yaml', withSource({ auth: BEARER }));
    const reader = folder.reader();
    const { login } = (await reader.load()).sources[0]!.connection;
    folder.save('word', 'two words\n');
    folder.save('gateway.yaml', yaml);
    await expect(reader.load()).rejects.toThrow('cannot be used');
    expect(login.type === 'bearer' && login.token.reveal()).toBe('first');
    folder.save('word', 'second\n');
    await reader.load().catch(() => undefined);
    expect(login.type === 'bearer' && login.token.reveal()).toBe('second');
  });

  it('reads a file once that holds no such secret', () => {
    folder.save('gateway.yaml', withSource({ auth: BEARER }));
    folder.save('word', 'two words\n');
    const word = folder.at('word');
    const called: unknown[] = [];
    const task = {
      environment: {},
      secretFiles: new Map([[word, 'token']] as const),
      blocked: [],
      lastValid: new Map(),
    };
    const onCall = (path: unknown) => called.push(path);
    checkConfig({ file: folder.at('gateway.yaml'), ...task }, { onCall, onOptionalCall: onCall });
    expect(called.filter((path) => path === word)).toHaveLength(1);
  });

  it('changes the secret of the store, which is in use until a restart', async () => {
    folder.save('gateway.yaml', 'store: { kind: redis, url: "redis://h", auth: { password_file: word } }\n');
    const reader = folder.reader();
    const { store } = await reader.load();
    folder.save('word', 'second\n');
    await reader.load();
    expect(store.kind === 'redis' && store.login?.password.reveal()).toBe('second');
  });

  it('reads no file that it does not name any more', async () => {
    const reader = folder.reader();
    const running = await reader.load();
    folder.save('gateway.yaml', STORE);
    await reader.load();
    folder.save('word', 'second\n');
    await reader.load();
    expect(passwordOf(running)).toBe('first');
  });
});
