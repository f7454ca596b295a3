import { formatObstacle, formatText, parseFormat, STORE_FORMAT } from './store-format.js';

describe('the format of a store', () => {
  it('is read as it was written', () => {
    expect(parseFormat(formatText(STORE_FORMAT))).toEqual(STORE_FORMAT);
    expect(formatText(STORE_FORMAT)).toBe('{"format":1,"readable_since":"0.1.0"}');
  });

  it('may have further fields, which a later version has added', () => {
    expect(parseFormat('{"format":2,"readable_since":"0.3.0","more":[]}')).toEqual({
      format: 2,
      readableSince: '0.3.0',
    });
  });

  it.each([
    '',
    '1',
    '{}',
    '{"format":1',
    '{"format":"1","readable_since":"0.1.0"}',
    '{"format":0,"readable_since":"0.1.0"}',
    '{"format":2,"readable_since":"a\\nb"}',
  ])('is not valid: %j', (text) => {
    expect(parseFormat(text)).toBeUndefined();
  });

  it('is an obstacle only if it is newer, and the message names both formats and the version to use', () => {
    expect(formatObstacle(STORE_FORMAT)).toBeUndefined();
    expect(formatObstacle({ format: 2, readableSince: '9.4.2' })).toBe(
      'has format 2, which needs gateway 9.4.2 or later; this version reads formats up to 1',
    );
  });
});
