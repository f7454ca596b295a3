import { readFile } from 'node:fs/promises';

import { COMMANDS, OPTIONS } from './commands.js';
import { helpLines } from './help.js';

const MOST_COLUMNS = 120;
const NAMED = Object.keys(COMMANDS).filter((name) => name !== 'start');

it('has one line for each command and each option, which fit on a terminal', () => {
  const lines = helpLines();
  for (const name of [...NAMED, '\\(none\\)', 'help']) {
    expect(lines.filter((line) => new RegExp(`^  ${name}( [A-Z]+)? {2,}[a-z]`).test(line))).toHaveLength(1);
  }
  for (const name of [...Object.keys(OPTIONS).map((each) => `--${each} [A-Z]+`), '--version', '-h, --help']) {
    expect(lines.filter((line) => new RegExp(`^  ${name} {2,}[a-z]`).test(line))).toHaveLength(1);
  }
  expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
});

it('names the commands of an option that the gateway itself does not have', () => {
  expect(helpLines()).toContainEqual(expect.stringMatching(/^ {2}--source NAME +check: /));
  expect(helpLines()).toContainEqual(expect.stringMatching(/^ {2}--role ROLE +token: /));
});

it('has the commands and options that docs/configuration.md describes', async () => {
  const [, usage = ''] = /^```\n(job-gateway .*?)^```$/ms.exec(await readFile('docs/configuration.md', 'utf8')) ?? [];
  const documented = (pattern: RegExp): string[] =>
    [...new Set([...usage.matchAll(pattern)].map(([, name = '']) => name))].sort();
  expect(documented(/^job-gateway (\w+)/gm)).toEqual([...NAMED].sort());
  expect(documented(/--([\w-]+) [A-Z]/g)).toEqual(Object.keys(OPTIONS).sort());
});
