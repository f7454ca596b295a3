import { mayHaveSource } from './source-term';

const admits = (value: string, source: string): boolean => mayHaveSource([['source.name', value]], source);

describe('the sources of a filter', () => {
  it.each([
    ['east', 'east', true],
    ['east', 'west', false],
    ['east|west', 'west', true],
    ['!east', 'east', false],
    ['!east|north', 'west', true],
    ['ea*', 'east-02', true],
    ['e*2', 'east-03', false],
    ['e.st', 'east', false],
  ])('source.name=%s and %s: %s', (value, source, isAdmitted) => {
    expect(admits(value, source)).toBe(isAdmitted);
  });

  it.each(['"east"', 'ea*|!east', '{east}', '>f', 'a..f', 'null', '!null'])(
    'leaves source.name=%s to the server',
    (value) => {
      expect(admits(value, 'west')).toBe(true);
    },
  );

  it('are all without such a term', () => {
    expect(mayHaveSource([['state', 'running']], 'west')).toBe(true);
  });
});
