import { type SourceScope } from '@gateway/core';
import fc from 'fast-check';

import { SourceRevisions } from './source-revisions.js';

const NAMES = ['a', 'b', 'c', 'd'];
const scopes: readonly SourceScope[] = [[], ['a'], ['b', 'c'], NAMES].map((names) => ({
  key: names.join(),
  sources: new Set(names),
}));

it('the last revision of a scope is that of its last change, whenever it is read', () => {
  const step = fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom(...scopes));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const revisions = new SourceRevisions('5-0');
      const log: string[] = [];
      const lastOf = (sources: ReadonlySet<string>): string | undefined => {
        const at = log.findLastIndex((source) => sources.has(source));
        return at < 0 ? undefined : `6-${at}`;
      };
      for (const each of [...steps, ...scopes]) {
        if (typeof each === 'string') revisions.note(each, `6-${log.push(each) - 1}`);
        else expect(revisions.ofScope(each)).toBe(lastOf(each.sources) ?? '5-0');
      }
      for (const name of NAMES) expect(revisions.of(name)).toBe(lastOf(new Set([name])));
    }),
    { numRuns: 300 },
  );
});

it('reading the revision of a scope examines only the sources that have changed since', () => {
  const revisions = new SourceRevisions('0-0');
  let examined = 0;
  const sources = { has: (name: string) => (examined += 1) > 0 && name === 's0' } as unknown as ReadonlySet<string>;
  const scope: SourceScope = { key: 'counted', sources };
  for (let at = 0; at < 1_000; at += 1) revisions.note(`s${at}`, `1-${at}`);
  expect(revisions.ofScope(scope)).toBe('1-0');
  examined = 0;
  expect([revisions.ofScope(scope), examined]).toEqual(['1-0', 0]);
  revisions.note('s7', '2-0');
  revisions.note('s7', '2-1');
  expect([revisions.ofScope(scope), examined]).toEqual(['1-0', 1]);
});
