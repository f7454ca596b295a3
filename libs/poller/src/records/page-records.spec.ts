import { LEFT_OUT, PageRecords } from './page-records.js';

const EARLIER = '2026-01-01T00:00:00.000Z';
const CUTOFF = '2026-01-02T00:00:00.000Z';
const LATER = '2026-01-03T00:00:00.000Z';

/** A view of one source with these revisions, and the number of revisions read from it. */
function viewOf(revisions: Record<string, string>) {
  const view = {
    lastChange: '1',
    reads: 0,
    lastChangeOf: () => view.lastChange,
    revisionOf: (id: string) => {
      view.reads += 1;
      return revisions[id];
    },
  };
  return view;
}

describe('the records of a page', () => {
  it('are read again only after a change of the source', () => {
    const revisions: Record<string, string> = { 'east~a': '1-0' };
    const view = viewOf(revisions);
    const page = new PageRecords('east', [{ id: 'east~a', agreedWith: '1-0' }], CUTOFF);
    expect([page.isCurrent(view, CUTOFF), page.isCurrent(view, CUTOFF), view.reads]).toEqual([true, true, 1]);
    view.lastChange = '2';
    expect([page.isCurrent(view, CUTOFF), view.reads]).toEqual([true, 2]);
    view.lastChange = '3';
    revisions['east~a'] = '3-0';
    expect(page.isCurrent(view, CUTOFF)).toBe(false);
  });

  it('with jobs left out are compared again once the cutoff is lower, with or without a change of the source', () => {
    const view = viewOf({});
    const page = new PageRecords('east', [{ id: 'east~a', agreedWith: LEFT_OUT }], CUTOFF);
    expect(page.isCurrent(view, EARLIER)).toBe(false);
    expect([page.isCurrent(view, CUTOFF), page.isCurrent(view, LATER)]).toEqual([true, true]);
    expect(page.isCurrent(view, EARLIER)).toBe(false);
  });

  it('without jobs left out do not depend on the cutoff', () => {
    const page = new PageRecords('east', [{ id: 'east~a', agreedWith: '1-0' }], CUTOFF);
    expect(page.isCurrent(viewOf({ 'east~a': '1-0' }), EARLIER)).toBe(true);
  });
});
