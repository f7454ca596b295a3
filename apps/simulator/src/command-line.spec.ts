import { SOURCE_KINDS } from '@gateway/core';

import { readOptions } from './command-line.js';
import { KINDS } from './kinds.js';

describe('the command line', () => {
  it('starts three clusters and one backend of each other kind by default', () => {
    expect(readOptions([])).toEqual({
      backends: { ontap: 3, 'service-engine': 1, 'unified-manager': 1 },
      managed: 0,
      jobs: 20,
      churn: 12,
      latencyMs: 5,
      seed: 1,
      port: 9_500,
      retentionMs: 300_000,
    });
  });

  it('accepts options with a space or an equals sign', () => {
    const args =
      '--clusters 1 --service-engines=0 --managed 50 --jobs 7 --latency=0 --port 0 --retention 10 --seed 42 --host 0.0.0.0'.split(
        ' ',
      );
    expect(readOptions(args)).toMatchObject({
      backends: { ontap: 1, 'service-engine': 0, 'unified-manager': 1 },
      managed: 50,
      jobs: 7,
      latencyMs: 0,
      port: 0,
      retentionMs: 10_000,
      seed: 42,
      host: '0.0.0.0',
    });
  });

  it('has one option for each kind of backend', () => {
    const args = SOURCE_KINDS.flatMap((kind, index) => [`--${KINDS[kind].option}`, String(index + 7)]);
    expect(Object.values(readOptions(args).backends)).toEqual(SOURCE_KINDS.map((_, index) => index + 7));
  });

  it.each([
    [['--surprise'], '--surprise'],
    [['stray'], 'stray'],
    [['--jobs'], '--jobs'],
    [['--jobs', 'many'], '--jobs takes a number from 0 to 1000000, got "many"'],
    [['--clusters', '1001'], '--clusters takes a number from 0 to 1000, got "1001"'],
    [['--jobs=-1'], '--jobs takes a number'],
    [['--managed', '1001'], '--managed takes a number from 0 to 1000, got "1001"'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, got "65536"'],
  ])('refuses %j', (args, expected) => {
    expect(() => readOptions(args)).toThrow(expected);
  });
});
