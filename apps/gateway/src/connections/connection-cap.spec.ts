import { RecordingLogger } from '@gateway/testing/recording-logger';

import { ConnectionCap } from './connection-cap.js';

describe('the maximum number of connections', () => {
  let logger: RecordingLogger;
  beforeEach(() => {
    logger = new RecordingLogger();
  });

  function capOf(openFiles: number | undefined, sources = 1): ConnectionCap {
    const cap = new ConnectionCap(openFiles, logger);
    cap.adjust(sources);
    return cap;
  }
  const lines = () => logger.lines.map(({ level, message }) => `${level} ${message}`);

  it.each([
    [1_024, 1, 892],
    [1_024, 100, 496],
    [100_000, 100, 99_472],
    [256, 10, 88],
    [200, 1_000, 16],
    [undefined, 10, Infinity],
  ])('with a limit of %j open files and %i sources is %i', (openFiles, sources, max) => {
    expect(capOf(openFiles, sources).max).toBe(max);
  });

  it.each([
    [undefined, 1, []],
    [1_024, 1, ['info the limit of open files bounds the connections of clients']],
    [1_023, 1, ['warn the limit of open files is low; raise ulimit -n or LimitNOFILE']],
    [1_024, 300, ['warn the limit of open files is too low for the sources; raise ulimit -n or LimitNOFILE']],
  ])('is logged at the start: %j open files, %i sources', (openFiles, sources, expected) => {
    capOf(openFiles, sources).logFor(sources);
    expect(lines()).toEqual(expected);
  });

  it('is not what a fault of the system is logged as, once for each code', () => {
    const cap = capOf(1_024);
    for (const code of ['EMFILE', 'EMFILE', 'ENOBUFS', 'EMFILE', 'ENOBUFS']) cap.fail(code);
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { code: 'EMFILE' }],
      ['warn', { code: 'ENOBUFS' }],
    ]);
    expect(cap.refused).toBe(5);
    for (let second = 0; second < 60; second += 1) cap.check(1);
    cap.fail('EMFILE');
    expect(logger.lines).toHaveLength(3);
  });

  it('is logged once when it is reached, and once when it was not reached for a minute', () => {
    const cap = capOf(1_024);
    for (let at = 0; at < 1_000; at += 1) cap.refuse();
    for (let second = 0; second < 59; second += 1) cap.check(100);
    cap.check(890);
    for (let second = 0; second < 59; second += 1) cap.check(100);
    cap.reached();
    for (let second = 0; second < 59; second += 1) cap.check(100);
    expect(lines()).toEqual([
      'warn maximum number of connections reached; idle ones are closed, new ones may be refused',
    ]);
    cap.check(100);
    cap.check(100);
    expect(logger.lines.slice(1)).toEqual([
      { level: 'info', fields: { open: 100, refused: 1_000 }, message: expect.stringContaining('no longer reached') },
    ]);
    cap.reached();
    expect(lines()).toHaveLength(3);
  });
});
