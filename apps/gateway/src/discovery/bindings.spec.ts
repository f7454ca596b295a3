import { type Binding, bound, formatBindings, isManaged, parseBindings } from './bindings.js';
import { sourceNameFor } from './cluster-names.js';
import { isMatch } from './derived-source.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const none = { isClaimed: () => false, isUsed: () => false, isDirect: () => false };
const namesOf = (bindings: readonly Binding[]): Record<string, string> =>
  Object.fromEntries(bindings.map(({ source, uuid }) => [uuid, source]));

describe('the name of a source', () => {
  it.each([
    ['prod-1', 'prod-1'],
    ['Prod_1.example.com', 'prod-1-example-com'],
    ['  Köln № 1 ', 'koln-no-1'],
    ['---', 'cluster'],
    ['', 'cluster'],
    ['日本', 'cluster'],
    ['x'.repeat(80), 'x'.repeat(26)],
    [`${'x'.repeat(25)}--y`, 'x'.repeat(25)],
  ])('of the cluster %p is %s', (name, expected) => {
    expect(sourceNameFor({ name, uuid: A }, () => false)).toBe(expected);
  });

  it('is unique', () => {
    const taken = new Set(['prod']);
    const names = [1, 2, 3].map(() => {
      const name = sourceNameFor({ name: 'prod', uuid: A }, (each) => taken.has(each));
      taken.add(name);
      return name;
    });
    expect(names).toEqual(['prod-aaaaaaaa', `prod-${A}`, A]);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/);
  });
});

describe('the bindings', () => {
  it('do not depend on the order of the list', () => {
    const clusters = [A, B].map((uuid) => ({ uuid, name: 'prod' }));
    const names = { [A]: 'prod', [B]: 'prod-bbbbbbbb' };
    expect(namesOf(bound([], clusters, none))).toEqual(names);
    expect(namesOf(bound([], clusters.toReversed(), none))).toEqual(names);
  });

  it('keep the name of a source when its cluster is renamed, removed and added again', () => {
    let bindings = bound([], [{ uuid: A, name: 'prod' }], none);
    bindings = bound(bindings, [{ uuid: A, name: 'lab' }], none);
    expect(bindings).toEqual([{ uuid: A, name: 'lab', source: 'prod', misses: 0 }]);
    bindings = bound(bindings, [], none);
    expect(bindings.map(isManaged)).toEqual([true]);
    bindings = bound(bindings, [{ uuid: B, name: 'prod' }], none);
    expect(bindings.map(isManaged)).toEqual([false, true]);
    bindings = bound(
      bindings,
      [
        { uuid: A, name: 'lab' },
        { uuid: B, name: 'prod' },
      ],
      none,
    );
    expect(namesOf(bindings)).toEqual({ [A]: 'prod', [B]: 'prod-bbbbbbbb' });
    expect(bindings.map(isManaged)).toEqual([true, true]);
  });

  it('give up a name that another source claims, unless both are the same cluster', () => {
    const bindings = bound([], [{ uuid: A, name: 'prod' }], none);
    const claimed = {
      ...none,
      isClaimed: (name: string) => name === 'prod',
      isUsed: (name: string) => name === 'prod',
    };
    expect(namesOf(bound(bindings, [{ uuid: A, name: 'prod' }], claimed))).toEqual({ [A]: 'prod-aaaaaaaa' });
    const direct = { ...claimed, isDirect: () => true };
    expect(namesOf(bound(bindings, [{ uuid: A, name: 'prod' }], direct))).toEqual({ [A]: 'prod' });
  });

  it('survive their text form, without what is not valid', () => {
    const bindings = bound([], [{ uuid: A, name: 'prod "1"' }], none);
    expect(parseBindings(formatBindings(bindings))).toEqual(bindings);
    const [good] = bindings;
    const wrong = [null, 5, {}, { ...good, uuid: 'x' }, { ...good, source: '../x' }, { ...good, misses: 'x' }];
    expect(parseBindings(JSON.stringify([...wrong, good]))).toEqual(bindings);
    for (const text of [undefined, '', '{', '{}', 'null']) expect(parseBindings(text)).toEqual([]);
  });
});

describe('a rule', () => {
  it.each([
    ['*', 'anything', true],
    ['prod-*', 'PROD-7', true],
    ['PROD-*', 'prod-', true],
    ['prod-*', 'xprod-7', false],
    ['*-lab', 'east-lab', true],
    ['p*d.1', 'prod.1', true],
    ['p*d.1', 'prodx1', false],
    ['[a-z]', 'b', false],
    ['a\\b', 'a\\b', true],
    ['größe', 'GRÖSSE', false],
    ['größe', 'GRÖßE', true],
  ])('%p and the cluster %p: %p', (match, name, expected) => {
    expect(isMatch({ match }, name)).toBe(expected);
  });
});
