import { compareRevisions, FIRST_REVISION, isRevision, nextRevision } from './revision.js';

describe('revisions', () => {
  it('are ordered by time, then by sequence, as numbers', () => {
    const sorted = ['10-0', '9-10', '9-9', FIRST_REVISION].sort(compareRevisions);
    expect(sorted).toEqual(['0-0', '9-9', '9-10', '10-0']);
  });

  it('increase if the clock stands still or is set back', () => {
    expect(nextRevision('100-4', 101)).toBe('101-0');
    expect(nextRevision('100-4', 100)).toBe('100-5');
    expect(nextRevision('100-4', 3)).toBe('100-5');
  });

  it.each(['', '1', '1-', '-1', '1-2-3', 'a-b', '1-2 '])('are not %p', (text) => {
    expect(isRevision(text)).toBe(false);
    expect(() => compareRevisions(text, FIRST_REVISION)).toThrow(RangeError);
  });
});
