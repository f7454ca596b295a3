import { DEFAULT_ORDER, type PagePosition } from '@gateway/core';
import fc from 'fast-check';

import { Problem } from '../problems/problem.js';
import { parseJobListRequest } from './list-request.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const POSITION: PagePosition = { values: [Date.parse('2026-01-02T03:04:05Z')], id: 'east~job-1' };
const parsed = (text: string, now = NOW) => parseJobListRequest(text, now);

function problemOf(text: string) {
  try {
    parsed(text);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return {
      slug: problem.slug,
      target: problem.extras.target,
      position: problem.extras.position,
      detail: problem.detail,
    };
  }
  throw new Error('expected a problem');
}

/** The cursor of the page after a position. */
function cursorOf(text: string, position = POSITION): string {
  return new URLSearchParams(parsed(text).next(position).split('?')[1]).get('start') ?? '';
}

describe('parseJobListRequest', () => {
  it('returns the first 100 of all jobs, newest first, for an empty query', () => {
    expect(parsed('')).toMatchObject({
      query: { filters: [], orderBy: DEFAULT_ORDER, maxRecords: 100 },
      self: '/api/jobs',
      cacheable: true,
    });
    expect(parsed('').query).not.toHaveProperty('search');
    expect(parsed('').query).not.toHaveProperty('present');
  });

  it('accepts filters on scalar fields, a search and an order', () => {
    const text = 'state=running|queued&svm.name=svm1%7Csvm%202&source.labels.site=a+b&query=Snap&order_by=code+desc,id';
    const { filters, search, orderBy } = parsed(text).query;
    expect(filters.map(({ any, field }) => [field.path, any])).toEqual([
      [
        'state',
        [
          { is: 'equal', value: 'running' },
          { is: 'equal', value: 'queued' },
        ],
      ],
      [
        'svm.name',
        [
          { is: 'equal', value: 'svm1' },
          { is: 'equal', value: 'svm 2' },
        ],
      ],
      ['source.labels.site', [{ is: 'equal', value: 'a b' }]],
    ]);
    expect(search).toEqual(['', 'snap', '']);
    expect(orderBy.map(({ descending, field }) => [field.path, descending])).toEqual([
      ['code', true],
      ['id', false],
    ]);
  });

  it.each([
    ['max_records=1', 1],
    ['max_records=1000', 1000],
    ['max_records=1001', 1000],
    ['max_records=999999999', 1000],
    ['return_records=true&max_records=5', 5],
    ['return_records=false', 0],
    ['return_records=false&max_records=5', 0],
  ])('reads %s as a page size of %i', (text, expected) => {
    expect(parsed(text).query.maxRecords).toBe(expected);
  });

  it.each([
    ['max_records=0', 'invalid-parameter', 'max_records'],
    ['max_records=-1', 'invalid-parameter', 'max_records'],
    ['max_records=1e3', 'invalid-parameter', 'max_records'],
    ['max_records=ten', 'invalid-parameter', 'max_records'],
    ['return_records=no', 'invalid-parameter', 'return_records'],
    ['return_records=false&max_records=x', 'invalid-parameter', 'max_records'],
    ['max_records=', 'empty-parameter', 'max_records'],
    ['state', 'empty-parameter', 'state'],
    ['query=', 'empty-parameter', 'query'],
    ['state=running&state=queued', 'duplicate-parameter', 'state'],
    ['state=running&st%61te=queued', 'duplicate-parameter', 'state'],
    ['state=Running', 'invalid-parameter', 'state'],
    ['state=running|', 'invalid-parameter', 'state'],
    ['source.kind=ontapi', 'invalid-parameter', 'source.kind'],
    ['svm.name=a||b', 'invalid-parameter', 'svm.name'],
    ['svm.name=%zz', 'invalid-parameter', 'svm.name'],
    ['end_time=soon', 'invalid-parameter', 'end_time'],
    ['order_by=name', 'invalid-parameter', 'order_by'],
    ['order=name', 'unknown-parameter', 'order'],
    ['tasks.state=running', 'unknown-parameter', 'tasks.state'],
    ['svm=svm1', 'unknown-parameter', 'svm'],
    ['source.labels.a.b=c', 'unknown-parameter', 'source.labels.a.b'],
    ['__proto__=1', 'unknown-parameter', '__proto__'],
    ['=1', 'unknown-parameter', ''],
    ['fields=stat', 'invalid-parameter', 'fields'],
    ['fields=state,', 'invalid-parameter', 'fields'],
    ['start=abc', 'invalid-cursor', 'start'],
  ])('rejects %s with %s and target %s', (text, slug, target) => {
    expect(problemOf(text)).toMatchObject({ slug, target });
  });

  it('reports the parameter, the position, the text there and what was expected', () => {
    expect(problemOf('state=running|done').detail).toBe(
      'state, at position 8 ("done"): expected one of queued, running, paused, success, warning, partial_failure, ' +
        'failure, cancelled, unknown',
    );
    expect(problemOf('code=%3E').detail).toBe('code, at position 1 (its end): expected a number');
    expect([problemOf('state=running|done').position, problemOf('code=%3E').position]).toEqual([8, 1]);
    expect(problemOf('fields=id,svm.nome').detail).toContain('"svm.nome"');
    expect(problemOf('nme=x').detail).toMatch(/"nme".*expected any of fields, .* svm\.name.*source\.labels\.<name>/);
  });

  it('shortens a long value in the problem', () => {
    expect(problemOf(`state=${'x'.repeat(5_000)}`).detail.length).toBeLessThan(300);
  });

  it('accepts at most 8,000 characters, in the form of its links, without the cursor', () => {
    const longest = `description=${'x'.repeat(8_000 - 'description=&'.length)}`;
    expect(parsed(longest).query.filters).toHaveLength(1);
    expect(parsed(`${longest}&start=${cursorOf(longest)}`).query.after).toEqual(POSITION);
    expect(problemOf(`state=queued&${longest}`)).toMatchObject({ slug: 'invalid-parameter', target: 'description' });
    expect(problemOf(`description=${'|'.repeat(3_000)}`).detail).toContain('at most 8000 characters');
  });

  it('accepts at most 200 alternatives', () => {
    const some = (count: number) => Array(count).fill('a').join('|');
    expect(parsed(`svm.name=${some(100)}&node.name=${some(100)}`).query.filters).toHaveLength(2);
    expect(problemOf(`svm.name=${some(100)}&node.name=${some(100)}&code=1`)).toMatchObject({ target: 'code' });
  });

  it('selects the fields to serve', () => {
    const job = { id: 'east~1', state: 'running', svm: { name: 'svm1', uuid: '2' } } as never;
    expect(parsed('fields=svm.{name}').query.present?.(job)).toBe('{"id":"east~1","svm":{"name":"svm1"}}');
    expect(parsed('fields=*,!svm').query.present?.(job)).toBe('{"id":"east~1","state":"running"}');
  });

  it('has different keys for different queries', () => {
    const texts = ['', 'max_records=5', 'state=queued', 'state=!queued', 'fields=id', 'fields=state', 'query=a'];
    const keys = texts.map((text) => parsed(text).query.key);
    expect(new Set(keys).size).toBe(texts.length);
    expect(parsed('st%61te=queued').query.key).toBe(parsed('state=queued').query.key);
  });
});

describe('a relative time', () => {
  const RELATIVE = 'created_time=%3E-2h&max_records=1';
  const limitOf = (text: string, now: number) => parsed(text, now).query.filters[0]?.any;

  it('refers to the current time, so the request is not cacheable', () => {
    expect(limitOf(RELATIVE, NOW)).toEqual([{ is: 'greater', value: NOW - 7_200_000 }]);
    expect(limitOf(RELATIVE, NOW + 5)).toEqual([{ is: 'greater', value: NOW + 5 - 7_200_000 }]);
    expect(parsed(RELATIVE).cacheable).toBe(false);
    expect(parsed(RELATIVE, NOW).query.key).not.toBe(parsed(RELATIVE, NOW + 5).query.key);
    expect(parsed('created_time=%3E2026-01-01').cacheable).toBe(true);
    expect(parsed('description=now|-2h').cacheable).toBe(true);
  });

  it('refers to the time of the first page on every page', () => {
    const second = parsed(RELATIVE).next(POSITION).split('?')[1] ?? '';
    const later = NOW + 86_400_000;
    expect(limitOf(second, later)).toEqual(limitOf(RELATIVE, NOW));
    expect(parsed(second, later)).toMatchObject({ cacheable: true, query: { after: POSITION } });
    const third = parsed(second, later).next(POSITION).split('?')[1] ?? '';
    expect(limitOf(third, 2 * later)).toEqual(limitOf(RELATIVE, NOW));
  });

  it('does not accept the cursor of an absolute time, nor the other way round', () => {
    const absolute = `created_time=%3E${encodeURIComponent(new Date(NOW - 7_200_000).toISOString())}&max_records=1`;
    expect(problemOf(`${RELATIVE}&start=${cursorOf(absolute)}`).slug).toBe('invalid-cursor');
    expect(problemOf(`${absolute}&start=${cursorOf(RELATIVE)}`).slug).toBe('invalid-cursor');
  });
});

describe('the links of a list request', () => {
  it('contain all parameters', () => {
    const { next, self } = parsed('state=running%7Cqueued&max_records=5&fields=id,svm.name');
    expect(self).toBe('/api/jobs?state=running%7Cqueued&max_records=5&fields=id%2Csvm.name');
    const link = next(POSITION);
    expect(link.startsWith(`${self}&start=`)).toBe(true);
    expect(parsed(link.split('?')[1] ?? '').query).toMatchObject({ maxRecords: 5, after: POSITION });
  });

  it('replace the old cursor, in whatever way it was encoded', () => {
    const cursor = cursorOf('');
    expect(parsed(`st%61rt=${cursor}`).next(POSITION)).toBe(`/api/jobs?start=${cursor}`);
  });
});

describe('a cursor', () => {
  it('is valid for the same filters, search and order, in any sequence', () => {
    const cursor = cursorOf('state=running|queued&source.name=east&query=a');
    expect(parsed(`query=a&source.name=east&state=queued|running&start=${cursor}`).query.after).toEqual(POSITION);
    expect(
      parsed(`query=A&source.name=east&state=queued|running&start=${cursor}&order_by=created_time+desc`).query.after,
    ).toEqual(POSITION);
  });

  it('is valid for other fields and page sizes', () => {
    expect(parsed(`fields=id&max_records=7&start=${cursorOf('')}`).query.after).toEqual(POSITION);
  });

  it.each([
    ['other values', 'state=running', 'state=queued'],
    ['a negation', 'state=running', 'state=!running'],
    ['a missing filter', 'state=running', ''],
    ['an additional filter', '', 'state=running'],
    ['another field', 'svm.name=a', 'node.name=a'],
    ['another search', 'query=a', 'query=b'],
    ['another order', '', 'order_by=created_time'],
  ])('is not valid for %s', (_case, made, used) => {
    expect(problemOf(`${used}&start=${cursorOf(made)}`)).toMatchObject({ slug: 'invalid-cursor', target: 'start' });
  });

  it('contains the values of all sort keys', () => {
    const order = 'order_by=svm.name,code+desc,gone,end_time';
    const position = { values: ['é"\u0000', null, true, 5], id: 'east~job-1' };
    expect(parsed(`${order}&start=${cursorOf(order, position)}`).query.after).toEqual(position);
  });

  const FINGERPRINT = JSON.parse(Buffer.from(cursorOf(''), 'base64url').toString())[2] as string;
  it.each([
    ['an invalid id', [[1], '../secrets', FINGERPRINT]],
    ['a value of another type', [['1'], 'east~job-1', FINGERPRINT]],
    ['an additional value', [[1, 2], 'east~job-1', FINGERPRINT]],
    ['no value', [[], 'east~job-1', FINGERPRINT]],
    ['a structure', [[[1]], 'east~job-1', FINGERPRINT]],
    ['a time although the query has no relative time', [[1], 'east~job-1', FINGERPRINT, 5]],
    ['an invalid time', [[1], 'east~job-1', FINGERPRINT, 'now']],
    ['an additional member', [[1], 'east~job-1', FINGERPRINT, 5, 6]],
    ['numbers', [1, 2]],
    ['nothing', []],
    ['an object', {}],
  ])('with %s is rejected', (_case, content) => {
    const cursor = Buffer.from(JSON.stringify(content)).toString('base64url');
    expect(problemOf(`start=${cursor}`).slug).toBe('invalid-cursor');
  });

  it('with a deep structure is rejected', () => {
    const deep = Buffer.from('['.repeat(5_000) + ']'.repeat(5_000)).toString('base64url');
    expect(problemOf(`start=${deep}`).slug).toBe('invalid-cursor');
  });
});

describe('parseJobListRequest with any text', () => {
  it('returns a request or throws a problem with a target', () => {
    const names = ['state', 'svm.name', 'created_time', 'query', 'start', 'fields', 'order_by', 'max_records'];
    const pieces = fc.constantFrom(
      ...names,
      '=',
      '&',
      'running',
      '%',
      '%zz',
      '|',
      '+',
      '!',
      '*',
      '"',
      '-2h',
      'desc',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
      fc
        .array(fc.tuple(fc.constantFrom(...names), fc.array(pieces)).map(([name, all]) => `${name}=${all.join('')}`))
        .map((all) => all.join('&')),
    );
    fc.assert(
      fc.property(text, (query) => {
        try {
          const { next, query: first } = parsed(query);
          const again = parsed(next({ ...POSITION, values: first.orderBy.map(() => null) }).slice('/api/jobs?'.length));
          return again.query.maxRecords === first.maxRecords;
        } catch (problem) {
          if (!(problem instanceof Problem)) throw problem;
          return (
            problem.status === 400 && (problem.slug === 'malformed-request' || problem.extras.target !== undefined)
          );
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
