import { sourceSelector } from './source-names.js';

const SOURCES = ['east-01', 'east-02', 'west.a', 'westxa'];

it.each<[string | undefined, readonly string[]]>([
  ['east-01', ['east-01']],
  ['east*', ['east-01', 'east-02']],
  ['*1|west.a', ['east-01', 'west.a']],
  ['*', SOURCES],
  ['nothing', []],
  [undefined, SOURCES],
])('source.name=%s selects %j', (value, selected) => {
  const filters = { state: 'running', ...(value !== undefined && { 'source.name': value }) };
  expect(SOURCES.filter(sourceSelector(filters))).toEqual(selected);
});

it.each(['!east-01', '"east-01"', '{east-01}', 'east-01|!west*', '>east-01', 'east-01..east-02', ''])(
  'source.name=%s is not considered',
  (value) => {
    expect(SOURCES.filter(sourceSelector({ 'source.name': value }))).toEqual(SOURCES);
  },
);
