import { readFile } from 'node:fs/promises';

import { type Arguments, readArguments } from './arguments.js';
import { USAGE } from './usage.js';

const read = (line: string): Arguments => readArguments(line.split(' ').filter((word) => word !== ''));

describe('the arguments', () => {
  const place = { config: 'config/gateway.yaml', folder: undefined };

  it.each([
    ['', { command: 'start', place, level: 'info' }],
    ['--config a.yaml --log-level debug', { command: 'start', place: { ...place, config: 'a.yaml' }, level: 'debug' }],
    ['--first-run data', { command: 'start', place: { ...place, folder: 'data' }, level: 'info' }],
    ['check --source east', { command: 'check', place, level: 'info', source: 'east' }],
    ['health --config=a.yaml', { command: 'health', place: { ...place, config: 'a.yaml' } }],
    [
      'backup monday --config a.yaml',
      { ...{ command: 'backup', level: 'info', folder: 'monday' }, place: { ...place, config: 'a.yaml' } },
    ],
    ['restore monday --log-level debug', { command: 'restore', place, level: 'debug', folder: 'monday' }],
    ['token portal --role admin', { command: 'token', name: 'portal', role: 'admin' }],
    ['--version', { command: 'version' }],
    ['check --help', { command: 'help' }],
  ])('%j', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it('have the place of the environment without --config', () => {
    const variables = { config: '/etc/gateway.yaml', firstRun: '/data' };
    const placeOf = (line: string) => readArguments(line.split(' '), variables);
    expect(placeOf('check')).toMatchObject({ place: { config: '/etc/gateway.yaml', folder: '/data' } });
    expect(placeOf('health --first-run other')).toMatchObject({
      place: { config: '/etc/gateway.yaml', folder: 'other' },
    });
    expect(placeOf('check --config a.yaml')).toMatchObject({ place: { config: 'a.yaml', folder: undefined } });
  });

  it.each([
    ['start', 'command: expected backup DIR, check, health, restore DIR, token NAME, or none, got "start"'],
    ['check twice', 'command: expected backup DIR, check, health, restore DIR, token NAME, or none, got "check twice"'],
    ['backup', 'backup: expected one folder, that of the backup, got ""'],
    ['restore a b', 'restore: expected one folder, that of the backup, got "a b"'],
    ['--source east', '--source: expected to be used with check, got "east"'],
    ['--role admin', '--role: expected to be used with token, got "admin"'],
    ['health --log-level info', '--log-level: expected not to be used with the command health, got "info"'],
    ['token portal --config a', '--config: expected not to be used with the command token, got "a"'],
    ['token', 'token: expected'],
    ['token portal --role root', '--role: expected one of viewer, operator, admin, got "root"'],
    ['--log-level loud', '--log-level: expected one of error, warn, info, debug, got "loud"'],
    ['--colour', "Unknown option '--colour'"],
  ])('%j is rejected', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  it('are documented as --help prints them', async () => {
    expect(await readFile('docs/configuration.md', 'utf8')).toContain(`\n${USAGE}\n`);
  });
});
