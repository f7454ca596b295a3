import { lengthOf, shortAge } from './duration';

const units = { now: 'now', second: 's', minute: 'm', hour: 'h', day: 'd' };

describe('an age', () => {
  it.each([
    [-3, 'now'],
    [0.9, 'now'],
    [41.7, '41 s'],
    [119, '1 m'],
    [5 * 3_600, '5 h'],
    [3.9 * 86_400, '3 d'],
    [31 * 86_400, undefined],
  ])('of %p seconds is %p', (seconds, text) => expect(shortAge(seconds, units)).toBe(text));
});

describe('a length of time', () => {
  it.each([
    [0.44, '0.4 s'],
    [9, '9 s'],
    [41.2, '41 s'],
    [302, '5:02'],
    [3_902, '1:05:02'],
    [273_600, '3 d 4 h'],
  ])('of %p seconds is %p', (seconds, text) => expect(lengthOf(seconds, units)).toBe(text));
});
