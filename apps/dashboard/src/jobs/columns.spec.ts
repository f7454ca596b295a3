import { hasTwoLines, leastWidth, nextOrder, shownColumns } from './columns';

const ids = (chosen: readonly string[] | undefined, width: number): readonly string[] =>
  shownColumns(chosen, width).map(({ id }) => id);

describe('the columns', () => {
  it('leave out the object where there is little room', () => {
    expect(ids(undefined, 1_200)).toEqual([
      'tick',
      'state',
      'job',
      'source',
      'object',
      'message',
      'age',
      'took',
      'menu',
    ]);
    expect(ids(undefined, 1_000)).not.toContain('object');
    expect(ids(undefined, 1_000)).toContain('message');
  });

  it('leave at least 220 pixels for the job in a narrow list', () => {
    const columns = shownColumns(undefined, 720);
    expect(columns.map(({ id }) => id)).toEqual(['tick', 'state', 'job', 'source', 'age', 'took', 'menu']);
    expect(720 - leastWidth(columns.filter(({ id }) => id !== 'job'))).toBeGreaterThanOrEqual(220);
  });

  it('have room for a request that was sent in a wide list', () => {
    const stateAt = (width: number): string | undefined =>
      shownColumns(undefined, width).find(({ id }) => id === 'state')?.width;
    expect([stateAt(1_240), stateAt(720)]).toEqual(['192px', '148px']);
  });

  it('are those that were chosen', () => {
    expect(ids(['user', 'age'], 1_000)).toEqual(['tick', 'state', 'job', 'user', 'age', 'menu']);
  });

  it('have room in the narrowest table, beside a scroll bar', () => {
    expect(leastWidth(shownColumns(undefined, 700))).toBeLessThan(690);
  });

  it('give way to two lines on a phone', () => expect([hasTwoLines(699), hasTwoLines(700)]).toEqual([true, false]));
});

it('the order goes from descending to ascending to the default', () => {
  expect(nextOrder('state', undefined)).toBe('state desc');
  expect(nextOrder('state', 'state desc')).toBe('state');
  expect(nextOrder('state', 'state')).toBeUndefined();
});
