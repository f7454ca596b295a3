/** Incremental polls lose no job, and a job that runs for days does not make them longer. */
import { checkPolling, pollingHarness, uuidGenerator } from './polling-property.js';

/** `npm run test:long model` does 10,000 runs for each kind. */
const RUNS = 40;

describe('polls of a backend that changes between any two reads', () => {
  it.each(['service-engine', 'unified-manager', 'ontap'] as const)('lose no job and no end of a %s', (kind) =>
    checkPolling(kind, RUNS),
  );
});

describe.each(['service-engine', 'unified-manager'] as const)('a job of a %s that runs for days', (kind) => {
  it('costs as many reads per poll on its fifth day as on its first, while other jobs start and end', async () => {
    const { time, store, backend, poll, stop } = pollingHarness(kind);
    const id = uuidGenerator();
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
