import fc from 'fast-check';

import { fieldAt } from '../testing/sample-query.js';
import { comparePositions, FirstItems, positionOfValues } from './sort-order.js';

describe('the first items of a sort order', () => {
  it('are the same for any number and any order of added items', () => {
    const codes = fc.array(fc.integer({ min: -1, max: 300 }), { minLength: 300, maxLength: 600 });
    fc.assert(
      fc.property(codes, fc.boolean(), fc.integer({ min: 1, max: 40 }), (values, descending, limit) => {
        const orderBy = [{ field: fieldAt('code'), descending }];
        const codeOf = (at: number): number | undefined => (values[at] === -1 ? undefined : values[at]);
        const addAll = (first: FirstItems<number>): FirstItems<number> => {
          for (const at of values.keys()) {
            if (!first.excludes(codeOf(at))) first.add(at, positionOfValues(`east~${at}`, [codeOf(at)]));
          }
          return first;
        };
        const sorted = [...addAll(new FirstItems(orderBy, values.length, undefined)).inOrder()];
        expect(sorted).toEqual(sorted.toSorted((a, b) => comparePositions(a.position, b.position, orderBy)));
        expect(sorted.length).toBe(values.length);
        for (const after of [undefined, sorted[99]?.position]) {
          const first = addAll(new FirstItems(orderBy, limit, after)).inOrder();
          const begin = after ? 100 : 0;
          expect(first).toEqual(sorted.slice(begin, begin + limit));
        }
      }),
      { numRuns: 100 },
    );
  });
});
