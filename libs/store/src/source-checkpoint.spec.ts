import { type SourceCheckpoint } from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { CheckpointReader, formatSourceCheckpoint, withLoss } from './source-checkpoint.js';

describe('a source checkpoint', () => {
  let logger: RecordingLogger;
  let reader: CheckpointReader;

  beforeEach(() => {
    logger = new RecordingLogger();
    reader = new CheckpointReader(logger);
  });

  it('is read field by field; fields of a wrong type are left out', () => {
    expect(reader.read('east', '{"cursor":"c","backend":"b","lastSuccessTime":5,"more":1}')).toEqual({
      cursor: 'c',
      backend: 'b',
      lastSuccessTime: 5,
    });
    expect(reader.read('east', '{"cursor":5,"lastSuccessTime":"5"}')).toEqual({});
    expect(logger.lines).toEqual([]);
  });

  it('keeps the names of existing data, so that a suspended source stays suspended over an upgrade', () => {
    const checkpoint = { cursor: 'c', lastErrorCode: 'unauthorized', lastErrorMessage: 'the login was refused' };
    const text = '{"cursor":"c","troubleCode":"unauthorized","troubleMessage":"the login was refused"}';
    expect(formatSourceCheckpoint(checkpoint)).toBe(text);
    expect(reader.read('east', text)).toEqual(checkpoint);
  });

  it.each(['{"cursor":', 'null', '[]', '5', '', 'no checkpoint'])('is ignored and logged when it is %p', (text) => {
    expect(reader.read('east', text)).toBeUndefined();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { source: 'east' } }]);
  });

  it('is logged once for each unreadable text, although it is read again and again', () => {
    for (const text of ['x', 'x', 'y', 'y', '{}', 'y']) reader.read('east', text);
    reader.read('west', 'y');
    expect(logger.lines.map(({ fields }) => fields)).toEqual([
      ...Array.from({ length: 3 }, () => ({ source: 'east' })),
      { source: 'west' },
    ]);
  });
});

describe('a source checkpoint after a loss', () => {
  const loss = { since: 100, until: 200 };

  it.each<[string, SourceCheckpoint, SourceCheckpoint]>([
    ['has a gap, and everything before its end is covered', {}, { coveredUntil: 200, gaps: [[100, 200]] }],
    [
      'has a gap also if the source was observed later',
      { coveredUntil: 150, gaps: [[10, 20]] },
      {
        coveredUntil: 200,
        gaps: [
          [10, 20],
          [100, 200],
        ],
      },
    ],
    ['has a gap since the last observation before it', { coveredUntil: 70 }, { coveredUntil: 200, gaps: [[70, 200]] }],
    [
      'joins the gaps that overlap',
      {
        coveredUntil: 180,
        gaps: [
          [10, 20],
          [90, 110],
          [120, 130],
        ],
      },
      {
        coveredUntil: 200,
        gaps: [
          [10, 20],
          [90, 200],
        ],
      },
    ],
    [
      'has data as old as the loss, and no cursor',
      { cursor: 'c', backend: 'b', lastSuccessTime: 190, lastPollTime: 191 },
      { backend: 'b', lastSuccessTime: 100, lastPollTime: 191, coveredUntil: 200, gaps: [[100, 200]] },
    ],
    [
      'keeps the age of data that was older',
      { lastSuccessTime: 50 },
      { lastSuccessTime: 50, coveredUntil: 200, gaps: [[100, 200]] },
    ],
  ])('%s', (_what, before, after) => {
    expect(withLoss(before, loss)).toEqual(after);
  });
});
