import { sourceNameFor } from './cluster-names.js';
import { isMatch } from './derived-source.js';
import {
  afterList,
  clustersOf,
  type ConfiguredSources,
  formatClusters,
  type KnownClusters,
  NO_CLUSTERS,
  parseClusters,
} from './known-clusters.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const NONE: ConfiguredSources = { hasName: () => false, hasCluster: () => false };
const INTERVAL = 300_000;

/** What is known after a list of clusters, given as `{ uuid: name }`. */
function listed(
  before: KnownClusters,
  clusters: Readonly<Record<string, string>>,
  { at = 0, backend = 'first', configured = NONE, manager = 'um1' } = {},
): KnownClusters {
  const list = Object.entries(clusters).map(([uuid, name]) => ({ uuid, name }));
  return afterList(before, { manager, backend, clusters: list, readAt: at, removeAfterMs: INTERVAL / 2 }, configured);
}
const managed = (known: KnownClusters, manager = 'um1', backend = 'first') =>
  clustersOf(known, manager, backend).map(({ uuid }) => uuid);

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
    known = listed(known, { [A]: 'lab' }, { at: 1 });
    expect(known.names).toEqual({ [A]: 'prod' });
    expect(known.managers['um1']?.clusters).toEqual([{ uuid: A, name: 'lab' }]);
    known = listed(listed(known, {}, { at: 2 }), {}, { at: 2 + INTERVAL });
    expect(managed(known)).toEqual([]);
    known = listed(known, { [B]: 'prod', [A]: 'lab' }, { manager: 'um2' });
    expect(known.names).toEqual({ [A]: 'prod', [B]: 'prod-bbbbbbbb' });
  });

  it('are removed by two lists without them that are not read at once', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod' });
    const once = listed(known, {}, { at: 1_000 });
    expect(managed(once)).toEqual([A]);
    expect(managed(listed(once, {}, { at: 2_000 }))).toEqual([A]);
    expect(managed(listed(once, {}, { at: 1_000 + INTERVAL }))).toEqual([]);
    const back = listed(once, { [A]: 'prod' }, { at: 2_000 });
    expect(managed(listed(back, {}, { at: 1_000 + INTERVAL }))).toEqual([A]);
  });

  it('are not those of another system under the same name', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod' });
    expect(managed(known, 'um1', 'second')).toEqual([]);
    expect(managed(listed(known, { [B]: 'lab' }, { backend: 'second' }), 'um1', 'second')).toEqual([B]);
  });

  it('give up a name that a source of the configuration takes, unless both are the same cluster', () => {
    const known = listed(NO_CLUSTERS, { [A]: 'prod' });
    const configured = { hasName: (name: string) => name === 'prod', hasCluster: () => false };
    expect(listed(known, { [A]: 'prod' }, { configured }).names).toEqual({ [A]: 'prod-aaaaaaaa' });
    const direct = { ...configured, hasCluster: (uuid: string) => uuid === A };
    expect(listed(known, { [A]: 'prod' }, { configured: direct }).names).toEqual({ [A]: 'prod' });
  });

  it('survive their text form, and a damaged one is not valid', () => {
    const known = listed(listed(NO_CLUSTERS, { [A]: 'prod "1"' }), { [B]: 'b' }, { at: 5 });
    expect(parseClusters(formatClusters(known))).toEqual(known);
    const { managers, names } = known;
    for (const damaged of [
      ...[null, 5, [], {}, { names }, { managers }, { names: { x: 'prod' }, managers }],
      ...[
        { names: { [A]: '../x' }, managers },
        { names, managers: { um1: { clusters: [] } } },
      ],
      { names, managers: { um1: { backend: 'first', clusters: [{ uuid: 'x', name: 'a' }] } } },
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
