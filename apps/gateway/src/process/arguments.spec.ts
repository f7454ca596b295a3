import { ArgumentError, type Arguments, readArguments } from './arguments.js';

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
    ['help', { command: 'help' }],
    ['-h', { command: 'help' }],
    ['backup --help', { command: 'help' }],
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
    ['start', '"start" is no command; expected check, health, backup, restore, token, help or none'],
    ['toString', '"toString" is no command'],
    ['check twice', 'check: expected nothing but options, got "twice"'],
    ['backup', 'backup: expected one folder, that of the backup, got ""'],
    ['restore a b', 'restore: expected one folder, that of the backup, got "a b"'],
    ['--source east', '--source: expected to be used with check, got "east"'],
    ['--role admin', '--role: expected to be used with token, got "admin"'],
    ['health --log-level info', '--log-level: expected not to be used with the command health, got "info"'],
    ['token portal --config a', '--config: expected not to be used with the command token, got "a"'],
    ['token', 'token: expected'],
    ['token portal --role root', '--role: expected one of viewer, operator, admin, got "root"'],
    ['--log-level loud', '--log-level: expected one of error, warn, info, debug, got "loud"'],
    ['--colour', "Unknown option '--colour'\n"],
    ['--config', "Option '--config <value>' argument missing\n"],
    ['--config --log-level', "Option '--config' argument is ambiguous"],
    ['--help=yes', "Option '-h, --help' does not take an argument"],
  ])('%j is rejected', (line, message) => {
    expect(() => read(line)).toThrow(ArgumentError);
    expect(() => read(line)).toThrow(message);
    expect(() => read(line)).toThrow('job-gateway --help has all commands and options');
  });
});
