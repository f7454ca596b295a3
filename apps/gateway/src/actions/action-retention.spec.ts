import { ManualTime } from '@gateway/testing/manual-time';
import { until } from '@gateway/testing/until';

import { makeHome, STORE_KINDS } from '../../../../test/support/home.js';
import { ActionRetention } from './action-retention.js';
import { Idempotency } from './idempotency.js';
import { openLedger, sampleRecord } from './testing/test-ledger.js';

const DAY_MS = 86_400_000;
const CONFIG = { retention: { actionsMs: 2 * DAY_MS } } as ConstructorParameters<typeof ActionRetention>[0];

describe.each(STORE_KINDS)('the retention of actions in a store of kind %s', (kind) => {
  it('removes records that are older than configured, but no open one, and expired keys', async () => {
    const time = new ManualTime(Date.UTC(2030, 0, 1));
    const home = await makeHome(kind);
    const { audit, close, ledger, logger } = await openLedger(home, time);
    const keys = new Idempotency(ledger, { liveReplicas: () => ['a'] }, time, { name: 'a' }, logger);
    const retention = new ActionRetention(CONFIG, audit, keys, time, time, logger);
    retention.start();

    await keys.answer(
      { key: 'k', caller: 'ann', content: 'c' },
      async () => ({ status: 200, body: '{}' }),
      () => ({ status: 504, body: '' }),
    );
    // More than one write removes.
    await Promise.all(
      Array.from({ length: 600 }, (_, number) => audit.add(sampleRecord(`old-${number}`, { outcome: 'done' }))),
    );
    await audit.add(sampleRecord('open', { outcome: 'accepted' }));
    await audit.add(sampleRecord('young', { outcome: 'done', time: '2030-01-02T00:00:00.000Z' }));

    time.pass(2 * DAY_MS - 600_000);
    time.elapse(600_000);
    time.elapse(600_000); // Later than two days.
    await until('the old records are removed', () => [...audit.all()].length === 2);
    expect([...audit.all()].map(({ record }) => record.id).sort()).toEqual(['open', 'young']);
    expect([...ledger.withPrefix('key/')]).toEqual([]);
    retention.stop();
    await close();
    await home.remove();
  });
});
