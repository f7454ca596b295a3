import { compareRevisions } from './revision';

describe('revisions', () => {
  it.each([
    ['1795836843345-1', '1795836843345-10', -1],
    ['1795836843346-0', '1795836843345-10', 1],
    ['1795836843345-2', '1795836843345-2', 0],
  ])('%s and %s', (a, b, sign) => expect(Math.sign(compareRevisions(a, b))).toBe(sign));
});
