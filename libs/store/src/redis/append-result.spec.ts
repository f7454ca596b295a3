import { appendResult } from './append-result.js';

describe('the result of a long append', () => {
  const early = { revision: '1000-3', rejected: [] };
  const late = { revision: '1001-0', rejected: [{ id: 'east~a', stored: '900-0' }] };
  const refused = { revision: '1002-0', rejected: [{ id: 'east~b', stored: undefined }] };

  it('has the highest revision, also if an earlier batch was sent again and written last', () => {
    expect(appendResult([early, late])).toEqual(late);
    expect(appendResult([late, early])).toEqual(late);
  });

  it('has the revision at which a batch without a change was rejected, so that a view shows why', () => {
    expect(appendResult([refused, late, early])).toEqual({
      revision: '1002-0',
      rejected: [...refused.rejected, ...late.rejected],
    });
  });
});
