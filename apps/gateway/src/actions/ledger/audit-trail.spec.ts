import { FIRST_REVISION, StoreUnavailableError } from '@gateway/core';
import { ManualTime } from '@gateway/testing/manual-time';
import { until } from '@gateway/testing/until';

import { type Home, makeHome, STORE_KINDS } from '../../../../../test/support/home.js';
import { openLedger, sampleRecord, type TestLedger } from '../testing/test-ledger.js';

describe.each(STORE_KINDS)('the audit trail in a store of kind %s', (kind) => {
  const time = new ManualTime(Date.UTC(2030, 0, 1, 12));
  let home: Home;
  let trail: TestLedger;

  beforeEach(async () => {
    home = await makeHome(kind);
    trail = await openLedger(home, time);
  });
  afterEach(async () => {
    await trail.close();
    await home.remove();
  });

  async function restart(): Promise<void> {
    await trail.close();
    trail = await openLedger(home, time);
  }

  it('adds nothing once the store is closed', async () => {
    const { audit, close } = trail;
    await close();
    await expect(audit.add(sampleRecord('1'))).rejects.toThrow(StoreUnavailableError);
    trail = await openLedger(home, time);
    expect([...trail.audit.all()]).toEqual([]);
  });

  it('keeps records over a restart, with their outcomes and the counts of bulk actions', async () => {
    await trail.audit.add(sampleRecord('1', { bulk_id: 'b' }));
    await trail.audit.add(sampleRecord('2', { bulk_id: 'b' }));
    await trail.audit.settle('1', { outcome: 'accepted', status: 202 });
    await restart();
    expect(trail.audit.get('1')?.record).toMatchObject({ outcome: 'accepted', status: 202 });
    expect(trail.audit.countsOf('b')).toEqual({ accepted: 1, pending: 1 });
    expect([...trail.audit.open()].map(({ id }) => id).sort()).toEqual(['1', '2']);
  });

  it('adds a record once, and never replaces it', async () => {
    expect(await trail.audit.add(sampleRecord('1'))).toBe(true);
    const second = sampleRecord('1', { by: { name: 'eve', method: 'token', address: '192.0.2.9' } });
    expect(await trail.audit.add(second)).toBe(false);
    expect(trail.audit.get('1')?.record.by.name).toBe('ann');
  });

  it('keeps a final outcome, except that a known one replaces `unknown`', async () => {
    await trail.audit.add(sampleRecord('1'));
    await trail.audit.settle('1', { outcome: 'unknown', status: 504 });
    await trail.audit.settle('1', { outcome: 'done' });
    expect(trail.audit.get('1')?.record).toMatchObject({ outcome: 'done', ended_time: '2030-01-01T12:00:00.000Z' });
    for (const outcome of ['failed', 'unknown', 'accepted', 'refused'] as const) {
      await trail.audit.settle('1', { outcome });
      expect(trail.audit.get('1')?.record.outcome).toBe('done');
    }
  });

  it.each(['{"id":"1"', 'null', '7', '{}', ''])(
    'leaves out a record with the damaged text %j, and logs it',
    async (text) => {
      await trail.audit.add(sampleRecord('2'));
      const draft = { type: 'put', id: 'action/1', expectedRevision: undefined, text } as const;
      await trail.store.append([draft], { source: '', observedAt: 0 });
      await until('the damage is logged', () => trail.logger.lines.some(({ level }) => level === 'error'));
      await restart();
      expect([...trail.audit.all()].map(({ record }) => record.id)).toEqual(['2']);
      expect(trail.logger.lines).toContainEqual({
        level: 'error',
        fields: { entry: 'action/1' },
        message: 'record of an action is damaged and is left out',
      });
      // Nobody knows whether this action was sent, so it must not be sent again.
      expect(trail.audit.has('1')).toBe(true);
      expect(await trail.audit.add(sampleRecord('1'))).toBe(false);
    },
  );

  it('removes records, but none that has changed meanwhile', async () => {
    await trail.audit.add(sampleRecord('1'));
    await trail.audit.remove(['1']);
    await restart();
    expect(trail.audit.get('1')).toBeUndefined();
    expect(trail.ledger.revision()).not.toBe(FIRST_REVISION);
  });
});

describe('the audit trails of two replicas over Redis', () => {
  const time = new ManualTime(Date.UTC(2030, 0, 1, 12));
  let home: Home;
  let a: TestLedger;
  let b: TestLedger;

  beforeEach(async () => {
    home = await makeHome('redis');
    [a, b] = [await openLedger(home, time), await openLedger(home, time)];
  });
  afterEach(async () => {
    await Promise.all([a.close(), b.close()]);
    await home.remove();
  });

  it('show the same records', async () => {
    await a.audit.add(sampleRecord('1'));
    await until('b shows the record', () => b.audit.get('1') !== undefined);
    await b.audit.settle('1', { outcome: 'done', status: 200 });
    await until('a shows the outcome', () => a.audit.get('1')?.record.outcome === 'done');
    expect(a.audit.get('1')).toEqual(b.audit.get('1'));
  });

  it('add the record of one action once', async () => {
    const added = await Promise.all([a, b, a, b].map(({ audit }) => audit.add(sampleRecord('1'))));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  it('settle a record once if both do it at the same time', async () => {
    await a.audit.add(sampleRecord('1'));
    await until('b shows the record', () => b.audit.get('1') !== undefined);
    await Promise.all([a, b].map(({ audit }, at) => audit.settle('1', { outcome: at === 0 ? 'done' : 'failed' })));
    await until('both show the same', () => a.audit.get('1')?.revision === b.audit.get('1')?.revision);
    const outcome = a.audit.get('1')?.record.outcome;
    expect(['done', 'failed']).toContain(outcome);
    await b.audit.settle('1', { outcome: outcome === 'done' ? 'failed' : 'done' });
    expect(b.audit.get('1')?.record.outcome).toBe(outcome);
  });
});
