import { RecordingLogger } from '@gateway/testing/recording-logger';

import { parseSourceCheckpoint } from './source-checkpoint.js';

describe('the memory of a source', () => {
  it('is read field by field', () => {
    const logger = new RecordingLogger();
    expect(parseSourceCheckpoint('east', '{"cursor":"c","backend":"b","lastSuccessTime":5,"more":1}', logger)).toEqual({
      cursor: 'c',
      backend: 'b',
      lastSuccessTime: 5,
    });
    expect(parseSourceCheckpoint('east', '{"cursor":5,"lastSuccessTime":"5"}', logger)).toEqual({});
    expect(parseSourceCheckpoint('east', 'null', logger)).toEqual({});
    expect(logger.lines).toEqual([]);
  });

  it('is none when it cannot be read, and says so', () => {
    const logger = new RecordingLogger();
    expect(parseSourceCheckpoint('east', '{"cursor":', logger)).toBeUndefined();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { source: 'east' } }]);
  });
});
