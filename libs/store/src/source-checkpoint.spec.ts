import { RecordingLogger } from '@gateway/testing/recording-logger';

import { formatSourceCheckpoint, parseSourceCheckpoint } from './source-checkpoint.js';

describe('a source checkpoint', () => {
  it('is read field by field; fields of a wrong type are left out', () => {
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

  it('keeps the names of existing data, so that a suspended source stays suspended over an upgrade', () => {
    const checkpoint = { cursor: 'c', lastErrorCode: 'unauthorized', lastErrorMessage: 'the login was refused' };
    const text = '{"cursor":"c","troubleCode":"unauthorized","troubleMessage":"the login was refused"}';
    expect(formatSourceCheckpoint(checkpoint)).toBe(text);
    expect(parseSourceCheckpoint('east', text, new RecordingLogger())).toEqual(checkpoint);
  });

  it('is ignored and logged when it is not JSON', () => {
    const logger = new RecordingLogger();
    expect(parseSourceCheckpoint('east', '{"cursor":', logger)).toBeUndefined();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { source: 'east' } }]);
  });
});
