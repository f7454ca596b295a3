import { isOverdue } from './overdue';

describe('data that is refreshed', () => {
  const read = { answeredAt: 100_000, shownSince: 0, everyMs: 5_000 };

  it('is overdue after three refreshes without an answer', () => {
    expect(isOverdue(read, 115_000)).toBe(false);
    expect(isOverdue(read, 115_001)).toBe(true);
  });

  it('is not overdue before its first answer, or just after the tab was shown again', () => {
    expect(isOverdue({ ...read, answeredAt: 0 }, 500_000)).toBe(false);
    expect(isOverdue({ ...read, shownSince: 490_000 }, 500_000)).toBe(false);
    expect(isOverdue({ ...read, shownSince: 480_000 }, 500_000)).toBe(true);
  });
});
