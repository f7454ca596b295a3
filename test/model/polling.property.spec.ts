/** Polls that read only what is new lose nothing, and cost no more for a job that runs on and on. */
import { checkPolling, idMaker, setUp } from './polling-property.js';

/** `npm run test:long model` runs 10,000 of each kind. */
const RUNS = 100;

describe('polling again and again, whatever happens between two reads of a page', () => {
  it.each(['service-engine', 'unified-manager', 'ontap'] as const)('loses no job and no end of a %s', (kind) =>
    checkPolling(kind, RUNS),
  );
});

describe.each(['service-engine', 'unified-manager'] as const)('a job of %s that runs for days', (kind) => {
  it('costs one question a poll on its fifth day as on its first, whatever has come and gone since', async () => {
    const { time, store, backend, poll, stop } = setUp(kind);
    const id = idMaker();
    const old = { id: id(), submitted: time.now(), state: 'running' as 'running' | 'success' };
    backend.rows.push(old);
    const costs: number[] = [];
    for (let day = 1; day <= 5; day += 1) {
      for (let hour = 0; hour < 24; hour += 1) {
        for (let count = 0; count < 25; count += 1) {
          time.pass(144_000);
          backend.rows.push({ id: id(), submitted: time.now(), state: 'success' });
          if (count % 5 === 0) await poll();
        }
      }
      const before = backend.reads;
      await poll();
      costs.push(backend.reads - before);
    }
    expect(store.jobs.size).toBe(3_001);
    expect(new Set(costs).size).toBe(1);
    old.state = 'success';
    await poll();
    expect(store.jobs.get(`source~${old.id}`)?.job.state).toBe('success');
    await stop();
  });
});
