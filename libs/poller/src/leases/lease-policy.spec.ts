import fc from 'fast-check';

import { GRACE_PERIOD_MS, leaseStep, preferredReplica } from './lease-policy.js';

const names = fc.string({ minLength: 1, maxLength: 20 });
const replicas = fc.uniqueArray(names, { minLength: 1, maxLength: 8 });
const sources = fc.uniqueArray(names, { minLength: 1, maxLength: 40 });

describe('which replica is preferred for a source', () => {
  it('is one of them, independent of their order', () => {
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

  it('spreads many sources evenly: no replica has less than half or more than twice its share', () => {
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

describe('what to do with a lease', () => {
  const situation = { me: 'a', preferred: 'b', held: false, skippedBy: undefined, waitedMs: 0 };

  it.each([
    ['is taken at once by the preferred replica', { preferred: 'a' }, 'take'],
    ['is kept by the preferred replica', { preferred: 'a', held: true }, 'take'],
    ['is left to the preferred replica at first', { waitedMs: GRACE_PERIOD_MS - 1 }, 'wait'],
    ['is taken by another one after the grace period', { waitedMs: GRACE_PERIOD_MS }, 'take'],
    ['is handed over to a replica that is preferred now', { held: true, waitedMs: GRACE_PERIOD_MS }, 'hand over'],
    ['is kept if the preferred replica skipped it before', { held: true, skippedBy: 'b' }, 'take'],
    [
      'is handed over if the replica that skipped it is no longer preferred',
      { held: true, skippedBy: 'c' },
      'hand over',
    ],
    ['is taken while no replica is known to be live', { preferred: undefined }, 'take'],
  ] as const)('it %s', (_what, changed, step) => {
    expect(leaseStep({ ...situation, ...changed })).toBe(step);
  });
});
