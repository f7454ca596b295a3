import { chooseFacet, countsByName, countsInOrder, facetTerm, isChosen, totalFrom } from './facets';

const filter = [
  ['state', 'failure|running'],
  ['svm.name', 'a*'],
] as const;

describe('a facet', () => {
  it.each([
    ['only', 'failure', 'failure'],
    ['toggle', 'failure', 'running'],
    ['toggle', 'queued', 'failure|running|queued'],
    ['not', 'failure', '!failure'],
  ] as const)('%s %s gives %s', (choice, value, expected) => {
    expect(chooseFacet(filter, 'state', value, choice)).toEqual([
      ['state', expected],
      ['svm.name', 'a*'],
    ]);
  });

  it('removes its term with the last value', () => {
    expect(chooseFacet([['state', 'failure']], 'state', 'failure', 'only')).toEqual([]);
    expect(chooseFacet([['state', 'failure']], 'state', 'failure', 'toggle')).toEqual([]);
  });

  it('excludes several values', () => {
    expect(chooseFacet([['state', '!success']], 'state', 'warning', 'not')).toEqual([['state', '!success|warning']]);
  });

  it('shows what is chosen, also of a negated term', () => {
    expect(isChosen(facetTerm(filter, 'state'), 'running')).toBe(true);
    expect(isChosen(facetTerm(filter, 'state'), 'queued')).toBe(false);
    expect(isChosen(facetTerm([['state', '!success']], 'state'), 'running')).toBe(true);
    expect(isChosen(facetTerm([], 'state'), 'running')).toBe(false);
  });

  it('cannot show a term with a wildcard', () => expect(facetTerm(filter, 'svm.name')).toBeUndefined());
});

describe('the counts', () => {
  const counts = new Map([
    ['running', 4],
    ['failure', 2],
  ]);

  it('stay in their order and keep zeros', () => {
    expect(countsInOrder(['queued', 'running'], counts)).toEqual([
      { value: 'queued', count: 0 },
      { value: 'running', count: 4 },
    ]);
    expect(countsByName(counts, ['zulu']).map(({ value }) => value)).toEqual(['failure', 'running', 'zulu']);
    expect(countsByName(new Map(), ['east-10', 'east-2']).map(({ value }) => value)).toEqual(['east-2', 'east-10']);
  });

  it('give the number of matches', () => {
    expect(totalFrom([], new Map([['state', counts]]))).toBe(6);
    expect(totalFrom([['state', 'failure']], new Map([['state', counts]]))).toBe(2);
    expect(totalFrom([['state', '!failure']], new Map([['state', counts]]))).toBe(4);
    expect(totalFrom([['state', 'f*']], new Map([['state', counts]]))).toBeUndefined();
  });
});
