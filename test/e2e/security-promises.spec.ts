import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const HOME = join(import.meta.dirname, '../..');

const PAGE = readFileSync(join(HOME, 'docs/security.md'), 'utf8');
const SCRIPTS = (JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { scripts: object }).scripts;

/** The rows of the table of promises: a promise, and the texts in backticks of its test. */
const PROMISES = PAGE.split('## Promises and their tests')[1]!
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, promise = '', test = '']) => ({
    promise,
    named: [...test.matchAll(/`([^`]+)`/g)].map(([, text]) => text!),
  }));

const isPath = (text: string): boolean => /^[\w.-]+(\/[\w.*-]+)+\/?$/.test(text);

/** True for a file, a pattern with matching files, or a folder with tests, below which they may be. */
function exists(path: string): boolean {
  if (path.includes('*')) {
    const [before, after] = basename(path).split('*') as [string, string];
    return readdirSync(join(HOME, dirname(path))).some((name) => name.startsWith(before) && name.endsWith(after));
  }
  const stats = statSync(join(HOME, path), { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats !== undefined;
  return readdirSync(join(HOME, path), { recursive: true }).some((name) => String(name).endsWith('.spec.ts'));
}

describe('the promises of docs/security.md', () => {
  it('are in a table', () => {
    expect(PROMISES.length).toBeGreaterThan(20);
  });

  it.each(PROMISES)('name tests that exist: $promise', ({ named }) => {
    const paths = named.filter(isPath);
    const commands = named.filter((text) => text.startsWith('npm run '));
    expect([...paths, ...commands]).not.toEqual([]);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
    expect(commands.filter((command) => !(command.split(' ')[2]! in SCRIPTS))).toEqual([]);
  });
});
