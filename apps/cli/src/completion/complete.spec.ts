import { type CommandShape, complete } from './complete.js';
import { forShell, splitLine } from './words.js';

const FILTER = { names: ['-f', '--filter'], takesValue: true };
const PROGRAM: CommandShape = {
  name: 'jobs',
  options: [
    { names: ['-o', '--output'], takesValue: true },
    { names: ['-c', '--context'], takesValue: true },
    { names: ['--utc'], takesValue: false },
  ],
  commands: [
    { name: 'list', commands: [], options: [FILTER, { names: ['--columns'], takesValue: true }] },
    { name: 'cancel', commands: [], options: [FILTER] },
    { name: 'poll', commands: [], options: [] },
    { name: 'contexts', options: [], commands: [{ name: 'use', commands: [], options: [] }] },
  ],
};
const LOOKUPS = {
  contexts: () => ['prod', 'lab'],
  sources: async () => ['east', 'west'],
  ids: () => ['east~1', 'west~2'],
};

function at(line: string): Promise<readonly string[]> {
  return complete(PROGRAM, splitLine(line), LOOKUPS);
}

it.each([
  ['jobs ', ['list', 'cancel', 'poll', 'contexts']],
  ['jobs li', ['list']],
  ['jobs --utc c', ['cancel', 'contexts']],
  ['jobs list --c', ['--columns', '--context']],
  ['jobs -o n', ['ndjson', 'name']],
  ['jobs -c prod list -c ', ['prod', 'lab']],
  ['jobs contexts use p', ['prod']],
  ['jobs cancel east', ['east~1']],
  ['jobs poll w', ['west']],
  ['jobs list --columns state,jo', ['state,job']],
  ['jobs list -f sta', ['state=', 'start_time=']],
  ['jobs list -f state=run', ['state=running']],
  ["jobs list -f 'state=failure|pa", ['state=failure|paused', 'state=failure|partial_failure']],
  ["jobs list -f 'state=running source.name=e", ['state=running source.name=east']],
  ['jobs list -f gone=', ['gone=true', 'gone=false', 'gone=null', 'gone=!null']],
  ['jobs list x', []],
])('%j', async (line, candidates) => {
  expect(await at(line)).toEqual(candidates);
});

it('splits words as a shell does', () => {
  expect(splitLine(`jobs list -f 'a b' "c \\" d" e\\ f 'g h`)).toEqual({
    words: ['list', '-f', 'a b', 'c " d', 'e f'],
    current: 'g h',
    quote: "'",
  });
});

it('bash gets what follows the last break, quoted', () => {
  expect(forShell('bash', 'state=running', splitLine('jobs list -f state=run'))).toBe('running');
  expect(forShell('bash', 'state=a b', splitLine('jobs list -f sta'))).toBe('state=a\\ b');
  expect(forShell('bash', 'state=a|b', splitLine("jobs list -f 'state=a|"))).toBe('state=a|b');
  expect(forShell('zsh', 'state=running', splitLine('jobs list -f state=run'))).toBe('state=running');
});
