import { PageRecords } from '../records/page-records.js';
import { firstSeen, NOW, viewed } from '../testing/sample-jobs.js';
import { ListedBefore } from './listed-before.js';

const MINUTE = 60_000;
const known = viewed(firstSeen({ native_id: 'known' }));

/** A page with one job. */
function page(nativeId: string): PageRecords {
  return new PageRecords('east', [{ id: `east~${nativeId}`, agreedWith: '1-0' }], '');
}

describe('the jobs that were listed before', () => {
  it('are those of the last complete listing', () => {
    const listed = new ListedBefore();
    listed.keep([page('a'), page('b')]);
    listed.keep([page('b'), page('c')]);
    const wasListed = listed.test('east', NOW, [known]);
    expect(['a', 'b', 'c', 'known'].map(wasListed)).toEqual([false, true, true, false]);
  });

  it('are all known ones for five minutes without a complete listing, also after the lists were forgotten', () => {
    const listed = new ListedBefore();
    for (const start of [NOW + MINUTE, NOW + 60 * MINUTE]) {
      expect(['known', 'x'].map(listed.test('east', start, [known]))).toEqual([true, false]);
      expect(listed.test('east', start + 4 * MINUTE, [known])('known')).toBe(true);
      expect(listed.test('east', start + 5 * MINUTE, [known])('known')).toBe(false);
      listed.keep([page('a')]);
      listed.forget();
    }
  });

  it('are not those that were first seen in the same poll', () => {
    expect(new ListedBefore().test('east', NOW, [known])('known')).toBe(false);
  });
});
