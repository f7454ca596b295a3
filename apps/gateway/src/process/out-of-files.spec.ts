import { loadError, outOfFiles } from './out-of-files.js';

const failure = (message: string, code?: string) => Object.assign(new Error(message), code && { code });
const ADVICE = 'raise the limit of open files (ulimit -n)';

describe('an error that too many files are open', () => {
  it.each([
    failure('EMFILE: too many open files, open x', 'EMFILE'),
    failure('ENFILE: file table overflow', 'ENFILE'),
    failure('Worker initialization failure: EMFILE', 'ERR_WORKER_INIT_FAILED'),
    failure('the store directory /x cannot be opened: IO error: /x/LOCK: Too many open files'),
  ])('is one line with what to do: %s', (error) => {
    expect(outOfFiles(error)).toBe(`${ADVICE}: ${error.message}`);
  });

  it('is not another error', () => {
    expect(outOfFiles(failure('ENOENT: no such file', 'ENOENT'))).toBeUndefined();
  });
});

describe('a program that cannot be loaded', () => {
  it.each([
    [failure('EMFILE: too many open files', 'EMFILE'), `${ADVICE}: EMFILE: too many open files`],
    [
      failure("Cannot find package 'a'\nDid you mean b?", 'ERR_MODULE_NOT_FOUND'),
      `install the packages (npm ci) or ${ADVICE}: Cannot find package 'a'`,
    ],
  ])('is reported in one line: %s', (error, line) => {
    expect(loadError(error)).toBe(line);
  });

  it('because of an internal error is reported with the stack', () => {
    const error = failure('planted');
    expect(loadError(error)).toBe(error.stack);
  });
});
