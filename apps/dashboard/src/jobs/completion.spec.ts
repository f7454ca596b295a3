import { completionAt, fieldOffers, knownValues, matching, take, valueText } from './completion';
import { JOB_FIELDS } from './fields';

const at = (marked: string): ReturnType<typeof completionAt> =>
  completionAt(marked.replace('^', ''), marked.indexOf('^'));

describe('what the caret is in', () => {
  it.each([
    ['^', { kind: 'field', typed: '', start: 0, end: 0 }],
    ['sta^', { kind: 'field', typed: 'sta', start: 0, end: 3 }],
    ['state=fa^', { kind: 'value', field: 'state', typed: 'fa', start: 6, end: 8 }],
    ['state=failure|ru^', { kind: 'value', field: 'state', typed: 'ru', start: 14, end: 16 }],
    ['state=f^a|running', { kind: 'value', field: 'state', typed: 'f', start: 6, end: 8 }],
    ['end_time=>-^', { kind: 'value', field: 'end_time', typed: '-', start: 10, end: 11 }],
    ['svm.name=!x^', { kind: 'value', field: 'svm.name', typed: 'x', start: 10, end: 11 }],
    ['a=1 ^', { kind: 'field', typed: '', start: 4, end: 4 }],
  ])('%s', (marked, expected) => expect(at(marked)).toEqual(expected));
});

describe('the offers', () => {
  it('are the fields, those that begin with the text first', () => {
    const names = fieldOffers('name', JOB_FIELDS, ['svm.name']).map(({ insert }) => insert);
    expect(names[0]).toBe('svm.name');
    expect(names).toContain('source.name');
    expect(fieldOffers('st', JOB_FIELDS, [])[0]?.insert).toBe('state=');
  });

  it('are the operators after a whole name', () => {
    expect(fieldOffers('end_time', JOB_FIELDS, []).map(({ insert }) => insert)).toEqual([
      'end_time=>',
      'end_time=<',
      'end_time=null',
      'end_time=!null',
    ]);
  });

  it('are values of enumerations; those of texts come from the server', () => {
    const state = JOB_FIELDS.find(({ name }) => name === 'state');
    expect(matching(knownValues(state) ?? [], 'fail').map(({ insert }) => insert)).toEqual([
      'failure',
      'partial_failure',
    ]);
    expect(knownValues(JOB_FIELDS.find(({ name }) => name === 'type'))).toBeUndefined();
  });
});

describe('an offer that is taken', () => {
  it('replaces what is typed, with a space after a complete term', () => {
    const text = 'a=1 state=fa';
    expect(take(text, completionAt(text, text.length), { insert: 'failure', isComplete: true })).toEqual({
      text: 'a=1 state=failure ',
      caret: 18,
    });
  });

  it('stays before a further alternative', () => {
    expect(take('state=fa|x', completionAt('state=fa|x', 8), { insert: 'failure', isComplete: true }).text).toBe(
      'state=failure|x',
    );
  });

  it('is quoted if it has characters with a meaning', () => {
    expect(valueText('volume move')).toBe('"volume move"');
    expect(valueText('say "x"')).toBe('"say \\"x\\""');
    expect(valueText('east-01')).toBe('east-01');
  });
});
