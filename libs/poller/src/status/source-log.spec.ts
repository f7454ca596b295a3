import { RecordingLogger } from '@gateway/testing/recording-logger';

import { NOW } from '../testing/sample-jobs.js';
import { SourceLog } from './source-log.js';

const MINUTE = 60_000;

/** A log whose time passes by five seconds with each cycle; `lines` are level, message and fields. */
function logOf() {
  const logger = new RecordingLogger();
  const log = new SourceLog('east', logger);
  let now = NOW;
  const cycle = (work: (now: number) => void = () => undefined, passedMs = 5_000): void => {
    now += passedMs;
    work(now);
    log.cycleEnded(now);
  };
  const lines = () => logger.lines.map(({ level, message, fields }) => [level, message, fields] as const);
  return { log, cycle, lines, messages: () => logger.lines.map(({ message }) => message) };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `east~${at}`);
const time = (ms: number): string => new Date(NOW + ms).toISOString();

describe('jobs that are gone', () => {
  it('are one line, with their number and some of their ids', () => {
    const { log, cycle, lines } = logOf();
    cycle((now) => log.jobsGone(ids(200), now));
    cycle(() => undefined, 10 * MINUTE);
    expect(lines()).toEqual([
      ['warn', 'jobs of a source are gone, their outcome was not seen', { source: 'east', jobs: 200, ids: ids(10) }],
    ]);
  });

  it('at every second poll are one line, and one with the counts when no more are gone for five minutes', () => {
    const { log, cycle, lines } = logOf();
    for (let poll = 0; poll < 1_000; poll += 1) cycle((now) => log.jobsGone(ids(poll % 2 === 0 ? 3 : 0), now));
    expect(lines()).toHaveLength(1);
    cycle(undefined, 4 * MINUTE);
    expect(lines()).toHaveLength(1);
    cycle(undefined, MINUTE);
    expect(lines().slice(1)).toEqual([
      [
        'info',
        'no further jobs of a source are gone',
        { source: 'east', from: time(5_000), to: time(999 * 5_000), jobs: 1_500, polls: 500 },
      ],
    ]);
    cycle((now) => log.jobsGone(ids(1), now));
    expect(lines()).toHaveLength(3);
  });

  it('are lines of their own with polls that are more than five minutes apart', () => {
    const { log, cycle, lines } = logOf();
    for (let poll = 0; poll < 3; poll += 1) cycle((now) => log.jobsGone(ids(1), now), 10 * MINUTE);
    expect(lines()).toHaveLength(3);
  });
});

describe('jobs that were not observed for a day', () => {
  it('are one line, however often others follow', () => {
    const { log, cycle, messages } = logOf();
    for (let poll = 0; poll < 10; poll += 1) cycle((now) => log.jobsUnobserved(poll % 2, time(0), now));
    cycle(undefined, 5 * MINUTE);
    expect(messages()).toEqual(['active jobs were not observed for a day', 'active jobs are observed again']);
  });
});

describe('listed items that are not valid jobs', () => {
  const message = 'listed items are not valid jobs and are left out';

  it('are named once while every listing has them, and again when they come back', () => {
    const { log, cycle, lines } = logOf();
    for (let poll = 0; poll < 100; poll += 1) cycle((now) => log.itemsSkipped(3, ['"a/b"'], now));
    cycle((now) => log.itemsSkipped(4, ['"a/b"', '"c/d"'], now));
    cycle((now) => log.itemsSkipped(0, [], now));
    cycle((now) => log.itemsSkipped(1, ['"a/b"'], now));
    expect(lines()).toEqual([
      ['warn', message, { source: 'east', skipped: 3, ids: ['"a/b"'] }],
      ['warn', message, { source: 'east', skipped: 4, ids: ['"c/d"'] }],
      ['warn', message, { source: 'east', skipped: 1, ids: ['"a/b"'] }],
    ]);
  });

  it('without an id are not named', () => {
    const { log, cycle, lines } = logOf();
    cycle((now) => log.itemsSkipped(3, [], now));
    expect(lines()).toEqual([]);
  });

  it('that are others with every poll are six lines, until that has ceased for five minutes', () => {
    const { log, cycle, messages } = logOf();
    for (let poll = 0; poll < 100; poll += 1) cycle((now) => log.itemsSkipped(1, [`"${poll}/"`], now));
    expect(messages()).toEqual(Array(6).fill(message));
    cycle((now) => log.itemsSkipped(1, ['"100/"'], now), 5 * MINUTE);
    expect(messages()).toHaveLength(7);
  });
});

describe('an internal error', () => {
  it('is logged once while it recurs, and again if it is another one', () => {
    const { log, cycle, lines } = logOf();
    for (let poll = 0; poll < 10; poll += 1) cycle((now) => log.internalError(new TypeError('first'), now));
    cycle((now) => log.internalError(new TypeError('second'), now));
    cycle(undefined, 5 * MINUTE);
    expect(lines().map(([level, message, fields]) => [level, message, 'err' in fields && String(fields.err)])).toEqual([
      ['error', 'internal error in poll cycle', 'TypeError: first'],
      ['error', 'internal error in poll cycle', 'TypeError: second'],
      ['info', 'internal errors in poll cycles have ceased', false],
    ]);
  });
});

describe('a status', () => {
  it('is logged when it changes, with the one before', () => {
    const { log, cycle, lines } = logOf();
    for (const status of ['ok', 'ok', 'failing', 'failing', 'ok'] as const)
      cycle((now) => log.statusIs(status, status === 'ok' ? undefined : 'malformed: no', now));
    const common = { source: 'east' };
    expect(lines()).toEqual([
      ['info', 'source status changed', { ...common, from: 'starting', to: 'ok', reason: undefined }],
      ['warn', 'source status changed', { ...common, from: 'ok', to: 'failing', reason: 'malformed: no' }],
      ['info', 'source status changed', { ...common, from: 'failing', to: 'ok', reason: undefined }],
    ]);
  });

  it('that changes with every poll is logged six times, and then when it has not changed for five minutes', () => {
    const { log, cycle, lines, messages } = logOf();
    const poll = (status: 'ok' | 'failing'): void => cycle((now) => log.statusIs(status, undefined, now));
    for (let at = 0; at < 200; at += 1) poll(at % 2 === 0 ? 'ok' : 'failing');
    const one = 'source status changed';
    expect(messages()).toEqual([one, one, one, one, one, one, 'source status keeps changing']);
    cycle(undefined, 5 * MINUTE);
    expect(lines().slice(7)).toEqual([
      ['warn', one, { source: 'east', from: 'failing', to: 'failing', reason: undefined, changes: 200 }],
    ]);
    poll('ok');
    expect(messages()).toHaveLength(9);
  });

  it('is always logged if a person must act', () => {
    const { log, cycle, lines } = logOf();
    const poll = (status: 'ok' | 'failing' | 'unauthorized'): void =>
      cycle((now) => log.statusIs(status, undefined, now));
    for (let at = 0; at < 20; at += 1) poll(at % 2 === 0 ? 'ok' : 'failing');
    poll('unauthorized');
    expect(lines().at(-1)).toMatchObject(['error', 'source status changed', { to: 'unauthorized' }]);
  });
});
