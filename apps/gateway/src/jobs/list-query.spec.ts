import fc from 'fast-check';

import { Problem } from '../problem.js';
import { encodeCursor, fingerprint } from './list-cursor.js';
import { type ListRequest, parseListQuery } from './list-query.js';

const POSITION = { createdTime: '2026-01-02T03:04:05.000Z', id: 'east~job-1' };

function parsed(text: string): ListRequest {
  const request = parseListQuery(text);
  if (request instanceof Problem) throw request;
  return request;
}

function fault(text: string) {
  const problem = parseListQuery(text);
  if (!(problem instanceof Problem)) throw new Error('expected a problem');
  return { slug: problem.slug, target: problem.extras.target, detail: problem.detail };
}

describe('a list query', () => {
  it('asks for the first hundred of all jobs when it is empty', () => {
    expect(parsed('').query).toEqual({ filters: {}, maxRecords: 100 });
    expect(parsed('').self).toBe('/api/jobs');
  });

  it('takes several values for a field, and several fields', () => {
    const { query } = parsed('state=running|queued&source.name=east&svm.name=svm1%7Csvm%202&node.name=n+1');
    expect(query.filters).toEqual({
      state: ['running', 'queued'],
      'source.name': ['east'],
      'svm.name': ['svm1', 'svm 2'],
      'node.name': ['n 1'],
    });
  });

  it.each([
    ['max_records=1', 1],
    ['max_records=1000', 1000],
    ['max_records=1001', 1000],
    ['max_records=999999999', 1000],
  ])('with %s gives at most %i records', (text, expected) => {
    expect(parsed(text).query.maxRecords).toBe(expected);
  });

  it.each([
    ['max_records=0', 'invalid-parameter', 'max_records'],
    ['max_records=-1', 'invalid-parameter', 'max_records'],
    ['max_records=1e3', 'invalid-parameter', 'max_records'],
    ['max_records=ten', 'invalid-parameter', 'max_records'],
    ['max_records=', 'empty-parameter', 'max_records'],
    ['state', 'empty-parameter', 'state'],
    ['state=running&state=queued', 'duplicate-parameter', 'state'],
    ['state=running&st%61te=queued', 'duplicate-parameter', 'state'],
    ['state=Running', 'invalid-parameter', 'state'],
    ['state=running|', 'invalid-parameter', 'state'],
    ['source.kind=ontapi', 'invalid-parameter', 'source.kind'],
    ['svm.name=a||b', 'invalid-parameter', 'svm.name'],
    ['svm.name=%zz', 'invalid-parameter', 'svm.name'],
    ['order=name', 'unknown-parameter', 'order'],
    ['__proto__=1', 'unknown-parameter', '__proto__'],
    ['=1', 'unknown-parameter', ''],
    ['fields=stat', 'invalid-parameter', 'fields'],
    ['fields=state,', 'invalid-parameter', 'fields'],
    ['fields=svm.nome', 'invalid-parameter', 'fields'],
    ['fields=constructor', 'invalid-parameter', 'fields'],
    ['start=abc', 'invalid-cursor', 'start'],
  ])('that says %s is refused as %s, naming %s', (text, slug, target) => {
    expect(fault(text)).toMatchObject({ slug, target });
  });

  it.each(['!svm1', '<a', '>a', 'svm*', 'a..b', 'null', '"svm1"', '{svm1}', 'a|!b'])(
    'does not take the operator in svm.name=%s literally',
    (value) => {
      expect(fault(`svm.name=${encodeURIComponent(value)}`)).toMatchObject({
        slug: 'invalid-parameter',
        target: 'svm.name',
      });
    },
  );

  it('names the value at fault and what was expected', () => {
    expect(fault('state=running|done').detail).toMatch(/"done".*queued, running, paused/);
    expect(fault('fields=id,svm.nome').detail).toContain('"svm.nome"');
  });

  it('does not repeat a long value whole', () => {
    expect(fault(`state=${'x'.repeat(5_000)}`).detail.length).toBeLessThan(300);
  });

  it.each([
    ['id,state,svm.name', ['id', 'state', 'svm.name']],
    ['tasks.state,error.arguments.code', ['tasks.state', 'error.arguments.code']],
    ['source.labels.site', ['source.labels.site']],
    ['*', undefined],
    ['id,*', undefined],
  ])('with fields=%s serves %j', (value, fields) => {
    expect(parsed(`fields=${value}`).query.fields).toEqual(fields);
  });

  it('links to itself and to the next page with all it was asked for', () => {
    const { next, self } = parsed('state=running%7Cqueued&max_records=5');
    expect(self).toBe('/api/jobs?state=running%7Cqueued&max_records=5');
    const link = next(POSITION);
    expect(link.startsWith(`${self}&start=`)).toBe(true);
    expect(parsed(link.slice(link.indexOf('?') + 1)).query).toEqual({
      filters: { state: ['running', 'queued'] },
      maxRecords: 5,
      after: POSITION,
    });
  });

  it('replaces its own cursor in the next link, however that was spelt', () => {
    const cursor = encodeCursor(POSITION, fingerprint({}));
    expect(parsed(`st%61rt=${cursor}`).next(POSITION)).toBe(`/api/jobs?start=${cursor}`);
  });

  it('takes a cursor with the same filters in another order only', () => {
    const cursor = encodeCursor(POSITION, fingerprint({ state: ['running', 'queued'], 'source.name': ['east'] }));
    expect(parsed(`source.name=east&state=queued|running&start=${cursor}`).query.after).toEqual(POSITION);
    expect(fault(`source.name=west&state=queued|running&start=${cursor}`).slug).toBe('invalid-cursor');
    expect(fault(`start=${cursor}`).slug).toBe('invalid-cursor');
  });

  it.each([
    ['a time that is none', ['yesterday', 'east~job-1']],
    ['an id that is none', ['2026-01-02T03:04:05.000Z', '../secrets']],
    ['numbers', [1, 2]],
    ['too little', []],
  ])('refuses a cursor made of %s', (_case, content) => {
    const cursor = Buffer.from(JSON.stringify([...content, fingerprint({})])).toString('base64url');
    expect(fault(`start=${cursor}`).slug).toBe('invalid-cursor');
  });

  it('is either a request or a problem, whatever the text', () => {
    const pieces = fc.constantFrom(
      'state',
      '=',
      '&',
      'running',
      '%',
      '%zz',
      '|',
      'start',
      'fields',
      'max_records',
      '+',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (query) => {
        const request = parseListQuery(query);
        if (request instanceof Problem) return request.status === 400;
        const again = parseListQuery(request.next(POSITION).slice('/api/jobs?'.length));
        return !(again instanceof Problem) && again.query.maxRecords === request.query.maxRecords;
      }),
      { numRuns: 2_000 },
    );
  });
});
