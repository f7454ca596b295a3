/** The command line of the gateway: its help, and what is wrong with arguments. */
import { PROGRAM } from '../support/gateway-process.js';
import { type ProgramResult, runProgram } from '../support/run-program.js';

const run = (...args: readonly string[]): Promise<ProgramResult> => runProgram(process.execPath, [PROGRAM, ...args]);

it.each([[['--help']], [['-h']], [['help']], [['check', '--help']]])('prints the help for %j', async (args) => {
  const { code, stderr, stdout } = await run(...args);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: job-gateway /);
  for (const line of ['  backup FOLDER  ', '  --config FILE  ']) expect(stdout).toContain(`\n${line}`);
});

it.each([
  [['start'], '"start" is no command; expected check, '],
  [['chekc', '--config', 'a.yaml'], '"chekc" is no command; '],
  [['--confg', 'a.yaml'], "Unknown option '--confg'"],
  [['check', 'east'], 'check: expected nothing but options, got "east"'],
])('rejects the arguments %j with code 2, and refers to the help', async (args, message) => {
  const { code, stderr, stdout } = await run(...args);
  expect([code, stdout]).toEqual([2, '']);
  const [first, ...others] = stderr.trimEnd().split('\n');
  expect(first).toContain(message);
  expect(others).toEqual(['job-gateway --help has all commands and options']);
});
