import { nextTurn, type ViewedJob } from '@gateway/core';

import { missingFrom } from './missing-jobs.js';

/** A job whose record must not be read. */
function unread(id: string): ViewedJob {
  const fail = (): never => {
    throw new Error('the record was read');
  };
  return Object.defineProperties({ id, revision: '1-0' } as ViewedJob, { job: { get: fail }, text: { get: fail } });
}

describe('missing jobs', () => {
  it('are split into ended ones and active ones, without a look at the records', async () => {
    const [ended, active, listed] = [unread('east~ended'), unread('east~active'), unread('east~listed')];
    const view = { present: () => [ended, active, listed], active: () => [active, listed] };
    const missing = await missingFrom(view, 'east', new Set(['east~listed']));
    expect([missing.ended[0] === ended, missing.ended.length]).toEqual([true, 1]);
    expect([missing.active[0] === active, missing.active.length]).toEqual([true, 1]);
  });

  it('let other work run between them', async () => {
    let turns = 0;
    const jobs = Array.from({ length: 5_000 }, (_, index) => unread(`east~${index}`));
    const otherWork = async (): Promise<void> => {
      for (; turns < 3; turns += 1) await nextTurn();
    };
    void otherWork();
    const { ended } = await missingFrom({ present: () => jobs, active: () => [] }, 'east', new Set());
    expect(ended).toHaveLength(5_000);
    expect(turns).toBeGreaterThan(1);
  });
});
