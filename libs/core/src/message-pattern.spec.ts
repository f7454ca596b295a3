import fc from 'fast-check';

import { isLike } from './meets.js';
import { messagePattern } from './message-pattern.js';

describe('the pattern of a message', () => {
  it.each([
    ['No space left in aggregate aggr2.', 'No space left in aggregate *.'],
    ['Volume "vol a" on SVM "svm1" does not exist', 'Volume * on SVM * does not exist'],
    ["Volume 'home' cannot be moved, it doesn't fit", "Volume * cannot be moved, it doesn't fit"],
    ['7 of 12 objects failed (code 917927)', '* of * objects failed (code *)'],
    ['Job 5d40582e-9149-11f0-a5a1-005056a7c0de failed: /vol/home is busy', 'Job * failed: * is busy'],
    ['node 1 10 20 rebooted', 'node * rebooted'],
    ['a  b\n c', 'a  b\n c'],
    ['', ''],
    ['"an open quote', '"an open quote'],
  ])('of %j is %j', (message, pattern) => {
    expect(messagePattern(message)).toBe(pattern);
  });

  it('is the same for messages that differ in names and numbers only', () => {
    const of = (volume: string, percent: number) => messagePattern(`Volume ${volume} is ${percent} % full`);
    expect(new Set([of('vol_1', 90), of('svm2:vol_77', 5), of('/vol/x', 100)])).toEqual(
      new Set(['Volume * is * % full']),
    );
  });

  it('is short, and matches the message as a filter, for any message', () => {
    const parts = fc.array(fc.constantFrom('a', '1', '"', "'", '(', ' ', '_', '.', '*', '\n'), { maxLength: 1_500 });
    fc.assert(
      fc.property(parts, (characters) => {
        const message = characters.join('');
        const pattern = messagePattern(message);
        expect(pattern.length).toBeLessThanOrEqual(201);
        expect(isLike(message, pattern.split('*'))).toBe(true);
      }),
    );
  });
});
