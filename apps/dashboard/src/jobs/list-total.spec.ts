import { shownTotal } from './list-total';

const list = (rows: number, over: object = {}) => ({
  ...{ rows: Array.from({ length: rows }), total: 9, newCount: 0, leftCount: 0, hasMore: false, hasPrevious: false },
  ...over,
});

describe('the number of matches', () => {
  it('agrees with the rows of a list that is loaded as a whole', () => {
    expect(shownTotal(list(9, { leftCount: 3 }), 9)).toBe(6);
    expect(shownTotal(list(5, { newCount: 1 }), 7)).toBe(6);
    expect(shownTotal(list(0), 2)).toBe(0);
  });

  it('is the last count of a longer list', () => {
    expect(shownTotal(list(100, { hasMore: true, leftCount: 3 }), 211)).toBe(211);
    expect(shownTotal(list(100, { hasPrevious: true, total: 300 }), undefined)).toBe(300);
    expect(shownTotal(list(100, { newCount: 1_000 }), 5_000)).toBe(5_000);
  });
});
