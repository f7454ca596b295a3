import fc from 'fast-check';

import { CHANCE_MS, leaseStep, preferredReplica } from './lease-policy.js';

const names = fc.string({ minLength: 1, maxLength: 20 });
const replicas = fc.uniqueArray(names, { minLength: 1, maxLength: 8 });
const sources = fc.uniqueArray(names, { minLength: 1, maxLength: 40 });

describe('which replica is preferred for a source', () => {
  it('is one of them, whatever order they are named in', () => {
    fc.assert(
      fc.property(names, replicas, (source, live) => {
        const preferred = preferredReplica(source, live);
        expect(live).toContain(preferred);
        expect(preferredReplica(source, [...live].reverse())).toBe(preferred);
      }),
    );
    expect(preferredReplica('east', [])).toBeUndefined();
  });

  it('changes only for the sources of a replica that leaves, and only in favour of one that joins', () => {
    fc.assert(
      fc.property(sources, replicas, fc.nat(), (all, live, at) => {
        const one = live[at % live.length] as string;
        const others = live.filter((replica) => replica !== one);
        for (const source of all) {
          const [among, without] = [preferredReplica(source, live), preferredReplica(source, others)];
          if (among !== one) expect(without).toBe(among);
        }
      }),
    );
  });

  it('spreads many sources evenly: nobody has less than half or more than twice its share', () => {
    const estate = Array.from({ length: 400 }, (_, at) => `cluster${at}`);
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1, maxLength: 5 }), (live) => {
        const share = estate.length / live.length;
        for (const replica of live) {
          const had = estate.filter((source) => preferredReplica(source, live) === replica).length;
          expect(had).toBeGreaterThan(share / 2);
          expect(had).toBeLessThan(share * 2);
        }
      }),
    );
  });
});

describe('what to do about a lease', () => {
  const facts = { me: 'a', preferred: 'b', held: false, skippedBy: undefined, chanceMs: 0 };

  it.each([
    ['is taken at once by the preferred replica', { preferred: 'a' }, 'take'],
    ['is kept by the preferred replica', { preferred: 'a', held: true }, 'take'],
    ['is left to the preferred replica at first', { chanceMs: CHANCE_MS - 1 }, 'wait'],
    ['is taken by another one when that one had its chance', { chanceMs: CHANCE_MS }, 'take'],
    ['is handed back to a replica that is preferred now', { held: true, chanceMs: CHANCE_MS }, 'hand back'],
    ['is kept when that one has let it go by before', { held: true, skippedBy: 'b' }, 'take'],
    [
      'is handed back when the one that let it go by is not preferred any more',
      { held: true, skippedBy: 'c' },
      'hand back',
    ],
    ['is taken while nobody is known to live', { preferred: undefined }, 'take'],
  ] as const)('it %s', (_what, changed, step) => {
    expect(leaseStep({ ...facts, ...changed })).toBe(step);
  });
});
