import { sourceNameFor } from './cluster-names.js';
import { isMatch } from './derived-source.js';
import {
  afterList,
  type ConfiguredSources,
  formatClusters,
  type KnownClusters,
  missing,
  NO_CLUSTERS,
  parseClusters,
} from './known-clusters.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const NONE: ConfiguredSources = { hasName: () => false, hasCluster: () => false };
/** What is known after a list of clusters, given as `{ uuid: name }`. */
function listed(
  before: KnownClusters,
  clusters: Readonly<Record<string, string>>,
  { backend = 'first', configured = NONE, missed = [] as readonly string[] } = {},
): KnownClusters {
  const list = Object.entries(clusters).map(([uuid, name]) => ({ uuid, name }));
  return afterList(before, { backend, clusters: list, missedBefore: new Set(missed) }, configured);
}
const managed = (known: KnownClusters, backend = 'first') => (known.managers[backend] ?? []).map(({ uuid }) => uuid);

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

describe('the known clusters', () => {
  it('have names that do not depend on the order of the list', () => {
    const names = { [A]: 'prod', [B]: 'prod-bbbbbbbb' };
    expect(listed(NO_CLUSTERS, { [A]: 'prod', [B]: 'prod' }).names).toEqual(names);
    expect(listed(NO_CLUSTERS, { [B]: 'prod', [A]: 'prod' }).names).toEqual(names);
  });

  it('keep the name of a source when its cluster is renamed, removed, added again, or moved to another system', () => {
    let known = listed(NO_CLUSTERS, { [A]: 'prod' });
    known = listed(known, { [A]: 'lab' });
    expect(known.names).toEqual({ [A]: 'prod' });
    expect(known.managers['first']).toEqual([{ uuid: A, name: 'lab' }]);
    known = listed(known, {}, { missed: [A] });
    expect(managed(known)).toEqual([]);
    known = listed(known, { [B]: 'prod', [A]: 'lab' }, { backend: 'second' });
    expect(known.names).toEqual({ [A]: 'prod', [B]: 'prod-bbbbbbbb' });
    expect([managed(known), managed(known, 'second')]).toEqual([[], [B, A]]);
  });

  it('are removed by a second list without them', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod', [B]: 'lab' });
    expect(managed(listed(known, { [B]: 'lab' }))).toEqual([B, A]);
    expect(managed(listed(known, { [B]: 'lab' }, { missed: [A] }))).toEqual([B]);
    expect(missing(known, { backend: 'first', clusters: [{ uuid: B, name: 'lab' }] })).toEqual([
      { uuid: A, name: 'prod' },
    ]);
    expect(missing(known, { backend: 'second', clusters: [] })).toEqual([]);
  });

  it('give up a name that a source of the configuration takes, unless both are the same cluster', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod' });
    const configured = { hasName: (name: string) => name === 'prod', hasCluster: () => false };
    expect(listed(known, { [A]: 'prod' }, { configured }).names).toEqual({ [A]: 'prod-aaaaaaaa' });
    const direct = { ...configured, hasCluster: (uuid: string) => uuid === A };
    expect(listed(known, { [A]: 'prod' }, { configured: direct }).names).toEqual({ [A]: 'prod' });
  });

  it('survive their text form, and a damaged one is not valid', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod "1"', [B]: 'b' });
    expect(parseClusters(formatClusters(known))).toEqual(known);
    const { managers, names } = known;
    for (const damaged of [
      ...[null, 5, [], {}, { names }, { managers }, { names: { x: 'prod' }, managers }],
      ...[
        { names: { [A]: '../x' }, managers },
        { names, managers: { first: {} } },
      ],
      { names, managers: { first: [{ uuid: 'x', name: 'a' }] } },
    ]) {
      expect(parseClusters(JSON.stringify(damaged))).toBeUndefined();
    }
    expect(parseClusters('{')).toBeUndefined();
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
    ['größe', 'GRÖßE', true],
  ])('%p and the cluster %p: %p', (match, name, expected) => {
    expect(isMatch({ match }, name)).toBe(expected);
  });
});
