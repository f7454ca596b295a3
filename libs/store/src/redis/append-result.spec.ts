import { appendResult } from './append-result.js';

describe('the result of a long append', () => {
  const early = { revision: '1000-3', rejected: [], isWritten: true };
  const late = { revision: '1001-0', rejected: ['east~a'], isWritten: true };
  const refused = { revision: '1002-0', rejected: ['east~b'], isWritten: false };

  it('has the highest revision written, also if an earlier batch was sent again and written last', () => {
    expect(appendResult([early, late])).toEqual({ revision: '1001-0', rejected: ['east~a'] });
    expect(appendResult([late, early])).toEqual({ revision: '1001-0', rejected: ['east~a'] });
    expect(appendResult([refused, late, early])).toEqual({ revision: '1001-0', rejected: ['east~b', 'east~a'] });
  });

  it('has the latest revision if nothing was written', () => {
    const before = { ...refused, revision: '1000-0' };
    expect(appendResult([refused, before])).toEqual({ revision: '1002-0', rejected: ['east~b', 'east~b'] });
  });
});
