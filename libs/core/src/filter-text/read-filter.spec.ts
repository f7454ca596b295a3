import fc from 'fast-check';

import { type Condition, type Filter } from '../filter.js';
import { type JobField, jobField, type Scalar, SCALAR_PATHS } from '../job-fields.js';
import { QueryValueError } from './query-value-error.js';
import { readFilter } from './read-filter.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const HOUR = 3_600_000;

function fieldAt(path: string): JobField {
  const field = jobField(path);
  if (field === undefined) throw new TypeError(`no field ${path}`);
  return field;
}
const read = (path: string, value: string): Filter => readFilter(fieldAt(path), value, () => NOW);
const equal = (value: Scalar): Condition => ({ is: 'equal', value });
const not = (condition: Condition): Condition => ({ is: 'not', condition });
const like = (...parts: string[]): Condition => ({ is: 'like', parts });
const ABSENT: Condition = { is: 'absent' };

function errorOf(path: string, value: string): QueryValueError {
  try {
    read(path, value);
  } catch (error) {
    if (error instanceof QueryValueError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describe('readFilter', () => {
  it.each<[string, string, readonly Condition[]]>([
    ['svm.name', 'svm1', [equal('svm1')]],
    ['svm.name', 'svm 1', [equal('svm 1')]],
    ['state', 'running|queued', [equal('running'), equal('queued')]],
    ['code', '-7', [equal(-7)]],
    ['duration_seconds', '0.5', [equal(0.5)]],
    ['gone', 'true', [equal(true)]],
    ['terminal', 'false', [equal(false)]],
    ['source.labels.site', 'lab', [equal('lab')]],
    ['end_time', 'null', [ABSENT]],
    ['svm.name', 'a|null', [equal('a'), ABSENT]],
    ['code', '<5', [{ is: 'less', value: 5 }]],
    ['code', '<=5', [{ is: 'at_most', value: 5 }]],
    ['code', '>5', [{ is: 'greater', value: 5 }]],
    ['code', '>=5|0', [{ is: 'at_least', value: 5 }, equal(0)]],
    ['svm.name', '>m', [{ is: 'greater', value: 'm' }]],
    ['duration_seconds', '60..600', [{ is: 'between', from: 60, to: 600 }]],
    ['svm.name', 'a..c', [{ is: 'between', from: 'a', to: 'c' }]],
    ['code', '*', [not(ABSENT)]],
    ['svm.name', '**', [not(ABSENT)]],
    ['description', '*snap*', [like('', 'snap', '')]],
    ['description', 'a*b**c', [like('a', 'b', 'c')]],
    ['state', '*failure', [like('', 'failure')]],
    ['description', 'a<b>c!d', [equal('a<b>c!d')]],
    ['description', 'nullable', [equal('nullable')]],
    ['description', 'a.b', [equal('a.b')]],
  ])('reads %s=%s', (path, value, any) => {
    expect(read(path, value)).toMatchObject({ field: { path }, negated: false, any });
  });

  it.each<[string, string, readonly Condition[]]>([
    ['svm.name', '!svm1', [equal('svm1')]],
    ['svm.name', '!a|b', [equal('a'), equal('b')]],
    ['end_time', '!null', [ABSENT]],
    ['code', '!<5', [{ is: 'less', value: 5 }]],
    ['svm.name', '!a*|null', [like('a', ''), ABSENT]],
    ['svm.name', '!a|!b', [equal('a'), not(equal('b'))]],
  ])('negates the whole filter for %s=%s', (path, value, any) => {
    expect(read(path, value)).toMatchObject({ negated: true, any });
  });

  it('negates one alternative if the ! is not at the start', () => {
    expect(read('svm.name', 'a|!b*')).toMatchObject({ negated: false, any: [equal('a'), not(like('b', ''))] });
  });

  it.each<[string, Condition]>([
    ['"a|b*"', equal('a|b*')],
    ['{a|b*}', equal('a|b*')],
    ['"null"', equal('null')],
    ['""', equal('')],
    ['{}', equal('')],
    ['"!a"', equal('!a')],
    ['"<5"', equal('<5')],
    ['"a..b"', equal('a..b')],
    ['"say \\"hi\\""', equal('say "hi"')],
    ['"back\\\\slash"', equal('back\\slash')],
    ['{a\\}b"c}', equal('a}b"c')],
    ['pre"a|b"post', equal('prea|bpost')],
    ['"50%"*', like('50%', '')],
    ['>"!x"', { is: 'greater', value: '!x' }],
    ['"a".."b"', { is: 'between', from: 'a', to: 'b' }],
    ['back\\slash', equal('back\\slash')],
  ])('reads the quoted text %s', (value, condition) => {
    expect(read('description', value).any).toEqual([condition]);
  });

  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
    ['2026-01-31T12:00Z', '2026-01-31T12:00:00Z'],
    ['2026-01-31T13:00:00.250+01:00', '2026-01-31T12:00:00.250Z'],
    ['2026-01-31T13:00:00 01:00', '2026-01-31T12:00:00Z'],
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['now', '2026-06-15T12:00:00Z'],
    ['-30s', '2026-06-15T11:59:30Z'],
    ['-2h', '2026-06-15T10:00:00Z'],
    ['+15m', '2026-06-15T12:15:00Z'],
    [' 15m', '2026-06-15T12:15:00Z'],
    ['-1d', '2026-06-14T12:00:00Z'],
    ['-1w', '2026-06-08T12:00:00Z'],
  ])('reads %j as the time %s', (value, instant) => {
    expect(read('created_time', value).any).toEqual([equal(Date.parse(instant))]);
  });

  it('reads relative times in ranges and comparisons', () => {
    expect(read('created_time', '>-2h').any).toEqual([{ is: 'greater', value: NOW - 2 * HOUR }]);
    expect(read('created_time', '-2h..now').any).toEqual([{ is: 'between', from: NOW - 2 * HOUR, to: NOW }]);
    expect(read('created_time', '2026-01-01..-2h').any).toEqual([
      { is: 'between', from: Date.parse('2026-01-01'), to: NOW - 2 * HOUR },
    ]);
  });

  it('calls now() only for relative times', () => {
    let calls = 0;
    const now = () => (calls += 1);
    readFilter(fieldAt('created_time'), '2026-01-01|null|!2026-02-01..2026-03-01', now);
    readFilter(fieldAt('description'), 'now|-2h', now);
    expect(calls).toBe(0);
    readFilter(fieldAt('created_time'), '>-2h', now);
    expect(calls).toBe(1);
  });
});

describe('readFilter with an invalid value', () => {
  it.each([
    ['state', 'running|done', 8, /one of queued, running, paused/],
    ['state', 'Running', 0, /one of/],
    ['state', '<running', 0, /no order/],
    ['state', 'queued..running', 0, /no order/],
    ['gone', 'yes', 0, /true or false/],
    ['gone', '>false', 0, /no order/],
    ['gone', 't*', 1, /only texts/],
    ['code', 'x', 0, /a number/],
    ['code', '1e3', 0, /a number/],
    ['code', '0x10', 0, /a number/],
    ['code', '""', 0, /a number/],
    ['code', '1*', 1, /only texts can contain wildcards/],
    ['code', '>', 1, /a number/],
    ['code', '>=|1', 2, /a number/],
    ['code', '1..', 3, /a number/],
    ['code', '..1', 0, /a number/],
    ['code', '1..2..3', 4, /plain value.*in quotes/],
    ['code', '>1..2', 2, /plain value.*in quotes/],
    ['svm.name', 'a||b', 2, /a text, null, or an operator/],
    ['svm.name', '|', 0, /a text/],
    ['svm.name', 'a|', 2, /a text/],
    ['svm.name', '!', 1, /a text/],
    ['svm.name', '!!a', 1, /a value; put it in quotes if it starts with !/],
    ['svm.name', 'a|!!b', 3, /a value; put it in quotes if it starts with !/],
    ['svm.name', '>!a', 1, /a value; put it in quotes if it starts with !/],
    ['svm.name', '<>a', 1, /a value; put it in quotes if it starts with >/],
    ['svm.name', '>a*', 2, /plain value; put it in quotes if it contains \*/],
    ['svm.name', 'a..b*', 4, /plain value; put it in quotes/],
    ['svm.name', '"a', 2, /" to close the quoted text that starts at position 0/],
    ['svm.name', 'b|{a\\}', 6, /} to close the quoted text that starts at position 2/],
    ['end_time', '2026-01-31T12:00:00', 0, /a time with an offset/],
    ['end_time', '2026-13-01', 0, /a time/],
    ['end_time', '2026-02-30', 0, /a time/],
    ['end_time', '2026-02-30T00:00:00Z', 0, /a time/],
    ['end_time', '2026-01-31T25:00:00Z', 0, /a time/],
    ['end_time', '-2', 0, /a time/],
    ['end_time', '-2y', 0, /a time/],
    ['end_time', '2h', 0, /a time/],
    ['end_time', '1767225600', 0, /a time/],
    ['end_time', 'yesterday', 0, /a time/],
  ])('rejects %s=%s at position %i', (path, value, position, expected) => {
    const error = errorOf(path, value);
    expect(error.position).toBe(position);
    expect(error.expected).toMatch(expected);
  });

  it('rejects more than 100 alternatives', () => {
    expect(read('svm.name', Array(100).fill('a').join('|')).any).toHaveLength(100);
    expect(errorOf('svm.name', Array(101).fill('a').join('|'))).toMatchObject({ position: 200 });
  });

  it('rejects a text of more than 256 characters between wildcards', () => {
    expect(read('svm.name', `*${'x'.repeat(256)}*`).any).toHaveLength(1);
    expect(read('svm.name', 'x'.repeat(5_000)).any).toHaveLength(1);
    expect(errorOf('svm.name', `*${'x'.repeat(257)}*`)).toMatchObject({ position: 1 });
  });
});

describe('readFilter with any text', () => {
  const anyField = fc.constantFrom(...SCALAR_PATHS, 'source.labels.site').map(fieldAt);

  it('returns a filter or throws an error with a position in the value', () => {
    const pieces = fc.constantFrom(
      '!',
      '|',
      '*',
      '..',
      '<',
      '>=',
      '"',
      '{',
      '}',
      '\\',
      'null',
      'a',
      '1',
      '-2h',
      ' ',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(anyField, text, (field, value) => {
        try {
          return readFilter(field, value, () => NOW).any.length > 0;
        } catch (error) {
          if (!(error instanceof QueryValueError)) throw error;
          return error.position >= 0 && error.position <= value.length && error.expected !== '';
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads back a filter that was printed', () => {
    const conditionOn = (field: JobField): fc.Arbitrary<Condition> => {
      const values = valuesOf(field);
      const plain: fc.Arbitrary<Condition>[] = [fc.constant(ABSENT), fc.constant(not(ABSENT)), values.map(equal)];
      if (field.type === 'text' || field.type === 'enum') {
        const parts = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 2, maxLength: 4 });
        plain.push(parts.map((all) => like(...all)));
      }
      if (field.type !== 'enum' && field.type !== 'boolean') {
        const is = fc.constantFrom('less' as const, 'at_most' as const, 'greater' as const, 'at_least' as const);
        plain.push(fc.record({ is, value: values }));
        plain.push(fc.record({ is: fc.constant('between' as const), from: values, to: values }));
      }
      return fc.oneof(...plain);
    };
    const anyFilter = anyField.chain((field) =>
      fc.record({
        field: fc.constant(field),
        negated: fc.boolean(),
        first: conditionOn(field),
        others: fc.array(fc.record({ negated: fc.boolean(), condition: conditionOn(field) }), { maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(anyFilter, ({ field, first, negated, others }) => {
        const written = [
          (negated ? '!' : '') + print(field, first),
          ...others.map(({ condition, negated: no }) => (no ? '!' : '') + print(field, condition)),
        ].join('|');
        const any = [first, ...others.map(({ condition, negated: no }) => (no ? not(condition) : condition))];
        expect(readFilter(field, written, () => NOW)).toEqual({ field, negated, any });
      }),
      { numRuns: 3_000 },
    );
  });
});

function valuesOf(field: JobField): fc.Arbitrary<Scalar> {
  switch (field.type) {
    case 'text':
      return fc.string({ unit: 'binary' });
    case 'enum':
      return fc.constantFrom(...(field.values ?? []));
    case 'number':
      return fc.oneof(
        fc.integer(),
        fc.integer().map((eighths) => eighths / 8),
      );
    case 'boolean':
      return fc.boolean();
    case 'time':
      return fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
        .map((date) => date.getTime());
    default:
      return field.type satisfies never;
  }
}

const COMPARISONS = { less: '<', at_most: '<=', greater: '>', at_least: '>=' } as const;

/** Prints a condition in the filter syntax. */
function print(field: JobField, condition: Condition): string {
  switch (condition.is) {
    case 'absent':
      return 'null';
    case 'not':
      return '*';
    case 'equal':
      return printValue(field, condition.value);
    case 'between':
      return `${printValue(field, condition.from)}..${printValue(field, condition.to)}`;
    case 'like':
      return condition.parts.map(quote).join('*');
    default:
      return COMPARISONS[condition.is] + printValue(field, condition.value);
  }
}

function printValue(field: JobField, value: Scalar): string {
  return quote(field.type === 'time' ? new Date(Number(value)).toISOString() : String(value));
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
