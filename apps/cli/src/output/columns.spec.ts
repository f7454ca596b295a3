import { columnsNamed, fieldColumn, fieldsOf, textOf, valueAt } from './columns.js';

const VIEW = { now: 0, relative: true, utc: true, staleSources: new Set<string>() };
const KNOWN = [fieldColumn<object>('svm', 'SVM', 'svm.name'), fieldColumn<object>('id', 'ID', 'id')];

it('finds values by their path, also labels with dots', () => {
  const job = { svm: { name: 'svm1' }, source: { labels: { 'a.b': 'c' } } };
  expect(
    ['svm.name', 'source.labels.a.b', 'svm.uuid', 'node.name', 'svm.constructor'].map((path) => valueAt(job, path)),
  ).toEqual([...['svm1', 'c', undefined, undefined, undefined]]);
});

it('takes known columns by name, and fields by path', () => {
  const columns = columnsNamed(KNOWN, ['id', 'svm', 'svm.uuid']);
  expect(columns.map(({ title }) => title)).toEqual(['ID', 'SVM', 'SVM.UUID']);
  expect(fieldsOf(columns)).toBe('id,svm.name,svm.uuid');
  expect(columns[2]?.cell({ svm: { uuid: 'u\u001b1' } }, VIEW)).toEqual({ text: 'u␛1' });
  expect(() => columnsNamed(KNOWN, ['a b'])).toThrow('there is no column "a b"');
});

it('shows absent values', () => {
  expect([undefined, null, '', 0, false, ['x']].map(textOf)).toEqual(['–', '–', '–', '0', 'false', '["x"]']);
});
