import { type PagePosition, DEFAULT_ORDER } from '@gateway/core';
import fc from 'fast-check';

import { Problem } from '../problems/problem.js';
import { parseJobListRequest } from './list-request.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const POSITION: PagePosition = { values: [Date.parse('2026-01-02T03:04:05Z')], id: 'east~job-1' };
const parsed = (text: string, now = NOW) => parseJobListRequest(text, now);

function fault(text: string) {
  try {
    parsed(text);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { slug: problem.slug, target: problem.extras.target, detail: problem.detail };
  }
  throw new Error('expected a problem');
}

/** The cursor of the page after a position. */
function cursorOf(text: string, position = POSITION): string {
  return new URLSearchParams(parsed(text).next(position).split('?')[1]).get('start') ?? '';
}

describe('a list query', () => {
  it('asks for the first hundred of all jobs, newest first, when it is empty', () => {
    expect(parsed('')).toMatchObject({
      query: { filters: [], orderBy: DEFAULT_ORDER, maxRecords: 100 },
      self: '/api/jobs',
      cacheable: true,
    });
    expect(parsed('').query).not.toHaveProperty('search');
    expect(parsed('').query).not.toHaveProperty('present');
  });

  it('has each scalar field for a filter, beside search, order, fields and page size', () => {
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
  ])('with %s gives at most %i records', (text, expected) => {
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
  ])('that says %s is refused as %s, naming %s', (text, slug, target) => {
    expect(fault(text)).toMatchObject({ slug, target });
  });

  it('names the parameter at fault, the position, what is there and what was expected', () => {
    expect(fault('state=running|done').detail).toBe(
      'state, at position 8 ("done"): expected one of queued, running, paused, success, warning, partial_failure, ' +
        'failure, cancelled, unknown',
    );
    expect(fault('code=%3E').detail).toBe('code, at position 1 (its end): expected a number');
    expect(fault('fields=id,svm.nome').detail).toContain('"svm.nome"');
    expect(fault('nme=x').detail).toMatch(/"nme".*expected any of fields, .* svm\.name.*source\.labels\.<name>/);
  });

  it('does not repeat a long value whole', () => {
    expect(fault(`state=${'x'.repeat(5_000)}`).detail.length).toBeLessThan(300);
  });

  it('is 8,000 characters long at most, as its links are written, the cursor not counted', () => {
    const longest = `description=${'x'.repeat(8_000 - 'description=&'.length)}`;
    expect(parsed(longest).query.filters).toHaveLength(1);
    expect(parsed(`${longest}&start=${cursorOf(longest)}`).query.after).toEqual(POSITION);
    expect(fault(`state=queued&${longest}`)).toMatchObject({ slug: 'invalid-parameter', target: 'description' });
    expect(fault(`description=${'|'.repeat(3_000)}`).detail).toContain('at most 8000 characters');
  });

  it('has two hundred alternatives at most', () => {
    const some = (count: number) => Array(count).fill('a').join('|');
    expect(parsed(`svm.name=${some(100)}&node.name=${some(100)}`).query.filters).toHaveLength(2);
    expect(fault(`svm.name=${some(100)}&node.name=${some(100)}&code=1`)).toMatchObject({ target: 'code' });
  });

  it('serves the fields it asks for', () => {
    const job = { id: 'east~1', state: 'running', svm: { name: 'svm1', uuid: '2' } } as never;
    expect(parsed('fields=svm.{name}').query.present?.(job)).toBe('{"id":"east~1","svm":{"name":"svm1"}}');
    expect(parsed('fields=*,!svm').query.present?.(job)).toBe('{"id":"east~1","state":"running"}');
  });

  it('has a key that tells it from every other', () => {
    const texts = ['', 'max_records=5', 'state=queued', 'state=!queued', 'fields=id', 'fields=state', 'query=a'];
    const keys = texts.map((text) => parsed(text).query.key);
    expect(new Set(keys).size).toBe(texts.length);
    expect(parsed('st%61te=queued').query.key).toBe(parsed('state=queued').query.key);
  });
});

describe('a relative time', () => {
  const RELATIVE = 'created_time=%3E-2h&max_records=1';
  const limitOf = (text: string, now: number) => parsed(text, now).query.filters[0]?.any;

  it('counts from the moment, so that its text is not to be remembered', () => {
    expect(limitOf(RELATIVE, NOW)).toEqual([{ is: 'greater', value: NOW - 7_200_000 }]);
    expect(limitOf(RELATIVE, NOW + 5)).toEqual([{ is: 'greater', value: NOW + 5 - 7_200_000 }]);
    expect(parsed(RELATIVE).cacheable).toBe(false);
    expect(parsed(RELATIVE, NOW).query.key).not.toBe(parsed(RELATIVE, NOW + 5).query.key);
    expect(parsed('created_time=%3E2026-01-01').cacheable).toBe(true);
    expect(parsed('description=now|-2h').cacheable).toBe(true);
  });

  it('means the same on every page, however late that is read', () => {
    const second = parsed(RELATIVE).next(POSITION).split('?')[1] ?? '';
    const later = NOW + 86_400_000;
    expect(limitOf(second, later)).toEqual(limitOf(RELATIVE, NOW));
    expect(parsed(second, later)).toMatchObject({ cacheable: true, query: { after: POSITION } });
    const third = parsed(second, later).next(POSITION).split('?')[1] ?? '';
    expect(limitOf(third, 2 * later)).toEqual(limitOf(RELATIVE, NOW));
  });

  it('cannot go on from the cursor of an absolute one, nor the other way round', () => {
    const absolute = `created_time=%3E${encodeURIComponent(new Date(NOW - 7_200_000).toISOString())}&max_records=1`;
    expect(fault(`${RELATIVE}&start=${cursorOf(absolute)}`).slug).toBe('invalid-cursor');
    expect(fault(`${absolute}&start=${cursorOf(RELATIVE)}`).slug).toBe('invalid-cursor');
  });
});

describe('the links of a list', () => {
  it('have all it was asked for', () => {
    const { next, self } = parsed('state=running%7Cqueued&max_records=5&fields=id,svm.name');
    expect(self).toBe('/api/jobs?state=running%7Cqueued&max_records=5&fields=id%2Csvm.name');
    const link = next(POSITION);
    expect(link.startsWith(`${self}&start=`)).toBe(true);
    expect(parsed(link.split('?')[1] ?? '').query).toMatchObject({ maxRecords: 5, after: POSITION });
  });

  it('have the new cursor in the place of the old, however that was spelt', () => {
    const cursor = cursorOf('');
    expect(parsed(`st%61rt=${cursor}`).next(POSITION)).toBe(`/api/jobs?start=${cursor}`);
  });
});

describe('a cursor', () => {
  it('goes with the same filters, search and order, in whatever order they are given', () => {
    const cursor = cursorOf('state=running|queued&source.name=east&query=a');
    expect(parsed(`query=a&source.name=east&state=queued|running&start=${cursor}`).query.after).toEqual(POSITION);
    expect(
      parsed(`query=A&source.name=east&state=queued|running&start=${cursor}&order_by=created_time+desc`).query.after,
    ).toEqual(POSITION);
  });

  it('goes with other fields and page sizes', () => {
    expect(parsed(`fields=id&max_records=7&start=${cursorOf('')}`).query.after).toEqual(POSITION);
  });

  it.each([
    ['other values', 'state=running', 'state=queued'],
    ['a negation', 'state=running', 'state=!running'],
    ['a filter less', 'state=running', ''],
    ['a filter more', '', 'state=running'],
    ['the other field', 'svm.name=a', 'node.name=a'],
    ['another search', 'query=a', 'query=b'],
    ['another order', '', 'order_by=created_time'],
  ])('does not go with %s', (_case, made, used) => {
    expect(fault(`${used}&start=${cursorOf(made)}`)).toMatchObject({ slug: 'invalid-cursor', target: 'start' });
  });

  it('holds the values of any order', () => {
    const order = 'order_by=svm.name,code+desc,gone,end_time';
    const position = { values: ['é"\u0000', null, true, 5], id: 'east~job-1' };
    expect(parsed(`${order}&start=${cursorOf(order, position)}`).query.after).toEqual(position);
  });

  const QUESTION = JSON.parse(Buffer.from(cursorOf(''), 'base64url').toString())[2] as string;
  it.each([
    ['an id that is none', [[1], '../secrets', QUESTION]],
    ['a value of another type', [['1'], 'east~job-1', QUESTION]],
    ['a value more', [[1, 2], 'east~job-1', QUESTION]],
    ['no value', [[], 'east~job-1', QUESTION]],
    ['a structure', [[[1]], 'east~job-1', QUESTION]],
    ['a moment it has no use for', [[1], 'east~job-1', QUESTION, 5]],
    ['a moment that is none', [[1], 'east~job-1', QUESTION, 'now']],
    ['something more', [[1], 'east~job-1', QUESTION, 5, 6]],
    ['numbers', [1, 2]],
    ['nothing', []],
    ['no list', {}],
  ])('made of %s is refused', (_case, content) => {
    const cursor = Buffer.from(JSON.stringify(content)).toString('base64url');
    expect(fault(`start=${cursor}`).slug).toBe('invalid-cursor');
  });

  it('of a deep structure is refused', () => {
    const deep = Buffer.from('['.repeat(5_000) + ']'.repeat(5_000)).toString('base64url');
    expect(fault(`start=${deep}`).slug).toBe('invalid-cursor');
  });
});

describe('reading list queries', () => {
  it('gives a request or throws a problem that names a parameter, whatever the text', () => {
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
          const { next, query: asked } = parsed(query);
          const again = parsed(next({ ...POSITION, values: asked.orderBy.map(() => null) }).slice('/api/jobs?'.length));
          return again.query.maxRecords === asked.maxRecords;
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
