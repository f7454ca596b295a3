import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';

import { FileReader } from './file-reader.js';
import { ConfigFolder } from './testing/config-folder.js';

const LIMIT = { bytes: 10, text: '10 bytes' };
const folder = new ConfigFolder();

function failure(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a file of a configuration', () => {
  it('is read up to the limit', () => {
    folder.save('word', '0123456789');
    expect(new FileReader().text(folder.at('word'), LIMIT)).toBe('0123456789');
    folder.save('word', '0123456789x');
    expect(failure(() => new FileReader().text(folder.at('word'), LIMIT))).toBe('is larger than 10 bytes');
  });

  it('may be reached through symbolic links', () => {
    folder.save('word', 'text');
    symlinkSync('word', folder.at('link'));
    expect(new FileReader().text(folder.at('link'), LIMIT)).toBe('text');
  });

  it.each([
    ['a FIFO', () => execFileSync('mkfifo', [folder.at('it')]), 'is a FIFO, expected a regular file'],
    ['a folder', () => execFileSync('mkdir', [folder.at('it')]), 'is a folder, expected a regular file'],
    ['an endless device', () => symlinkSync('/dev/zero', folder.at('it')), 'is a device, expected a regular file'],
    ['a symbolic link to itself', () => symlinkSync('it', folder.at('it')), 'cannot be read (ELOOP)'],
    ['missing', () => undefined, 'cannot be read (ENOENT)'],
  ])('is refused at once if it is %s', (_name, prepare, reason) => {
    prepare();
    expect(failure(() => new FileReader().bytes(folder.at('it'), LIMIT))).toBe(reason);
  });

  it('is refused if it is a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(folder.at('socket'), resolve));
    expect(failure(() => new FileReader().bytes(folder.at('socket'), LIMIT))).toBe(
      'is a socket, expected a regular file',
    );
    await new Promise((resolve) => server.close(resolve));
  });

  it('is not waited for if it is a file of the kernel that has no text now', () => {
    // Reading it waits for the next message of the kernel; without the right to read it, opening it fails.
    expect(failure(() => new FileReader().bytes('/proc/kmsg', LIMIT))).toMatch(/^(cannot be read|is larger than)/);
  });

  it('is not touched while an earlier call to it waits', () => {
    const called: unknown[] = [];
    folder.save('word', 'text');
    const reader = new FileReader([folder.at('word')], (path) => called.push(path));
    expect(failure(() => reader.text(folder.at('word'), LIMIT))).toMatch(/^does not answer/);
    expect(failure(() => reader.requireFolder(folder.at('word')))).toMatch(/^does not answer/);
    expect(called).toEqual([]);
  });

  it('is announced before each call to its file system', () => {
    const called: unknown[] = [];
    const reader = new FileReader([], (path) => called.push(path));
    failure(() => reader.bytes(folder.at('nowhere'), LIMIT));
    expect(called).toEqual([folder.at('nowhere'), undefined]);
  });
});

describe('the folder of a store', () => {
  it.each(['', 'a', 'a/b/c'])('may be missing below a folder: %s', (name) => {
    expect(failure(() => new FileReader().requireFolder(folder.at(name)))).toBeUndefined();
  });

  it('cannot be a file, or be in one', () => {
    folder.save('file', 'text');
    const reason = `cannot be created: ${folder.at('file')} is a file`;
    expect(failure(() => new FileReader().requireFolder(folder.at('file')))).toBe(reason);
    expect(failure(() => new FileReader().requireFolder(folder.at('file/a')))).toBe('cannot be read (ENOTDIR)');
  });

  it('cannot be in /proc, where Node creates folders without end', () => {
    const reason = 'cannot be created in /proc: programs cannot store files there';
    expect(failure(() => new FileReader().requireFolder('/proc/gateway/data'))).toBe(reason);
    expect(folder.faultsOf('store: { kind: embedded, path: /proc/gateway }\n')).toEqual({
      'store.path': `the folder it names ${reason}, got "/proc/gateway"`,
    });
  });
});
