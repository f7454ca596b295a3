import { setImmediate as nextTurn } from 'node:timers/promises';

import { BackendError, type Job, type ObservedJob, StoreUnavailableError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { type PollerHarness, pollerHarness } from '../testing/poller-harness.js';
import { NOW, observed } from '../testing/sample-jobs.js';

const FIVE_MINUTES = 300_000;

/** A backend whose polls are deltas: a poll lists only new jobs, the self-check lists everything. */
function deltaBackend(count: number): FakeAdapter {
  const backend = new FakeAdapter('service-engine');
  backend.form = 'delta';
  for (let index = 0; index < count; index += 1) put(backend, `job-${index}`, { submit_time: ago(index) });
  return backend;
}

function ago(minutes: number): string {
  return new Date(NOW - minutes * 60_000).toISOString();
}

function put(backend: FakeAdapter, native_id: string, fields: Partial<ObservedJob> = {}): void {
  backend.jobs.set(native_id, observed({ native_id, state: 'success', native_state: 'success', ...fields }));
}

/** A poller that has stored all jobs of a backend, whose polls list nothing from then on. */
async function polledOnce(backend: FakeAdapter): Promise<PollerHarness> {
  const made = pollerHarness(['east', backend]);
  await made.poller.start();
  await made.time.advance(1_000);
  backend.unlisted = new Set(backend.jobs.keys());
  return made;
}

async function overwrite({ store, time }: PollerHarness, id: string, fields: Partial<Job>): Promise<void> {
  const known = store.jobs.get(id);
  if (!known) throw new Error(`no record of ${id}`);
  const text = JSON.stringify({ ...known.job, ...fields });
  const draft = { type: 'put', id, expectedRevision: known.revision, text } as const;
  const { rejected } = await store.append([draft], { source: 'east', observedAt: time.now() });
  expect(rejected).toEqual([]);
}

function logged({ lines }: PollerHarness, message: string): readonly Record<string, unknown>[] {
  return lines.filter((line) => line.message === message).map(({ fields }) => fields);
}

describe('the self-check of a source', () => {
  it('finds a record that differs from the backend, corrects it and counts it', async () => {
    const made = await polledOnce(deltaBackend(3));
    await overwrite(made, 'east~job-1', { message: 'overwritten' });
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~job-1')?.message).toBeUndefined();
    expect(made.poller.counters().get('east')?.drifted).toBe(1);
    expect(logged(made, 'records of a source had drifted')).toEqual([
      { source: 'east', drifted: 1, corrected: 1, jobs: ['job-1'] },
    ]);
    await made.poller.stop();
  });

  it('finds a job that was never stored', async () => {
    const backend = deltaBackend(2);
    const made = await polledOnce(backend);
    put(backend, 'late', { submit_time: ago(500) });
    backend.unlisted.add('late');
    await made.time.advance(60_000);
    expect(made.job('east~late')).toBeUndefined();
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~late')?.state).toBe('success');
    expect(made.poller.counters().get('east')?.drifted).toBe(1);
    await made.poller.stop();
  });

  it('finds a record that was lost', async () => {
    const made = await polledOnce(deltaBackend(3));
    made.store.jobs.delete('east~job-2');
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~job-2')?.state).toBe('success');
    await made.poller.stop();
  });

  it('restores records that a shared store has in an older version, although their jobs do not change', async () => {
    const made = await polledOnce(deltaBackend(3));
    made.store.isShared = true;
    made.store.damaged.set('east~job-0', '1-0').set('east~job-1', '1-1');
    await made.time.advance(FIVE_MINUTES);
    expect(made.store.damaged.size).toBe(0);
    expect(made.poller.lostRecords).toBe(2);
    expect(made.poller.counters().get('east')?.drifted).toBe(0);
    const message = 'store had lost records of a source, or had them in another version; wrote them back';
    expect(logged(made, message)).toEqual([{ source: 'east', lost: 2, restored: 2 }]);
    expect(made.statuses()).toEqual(['ok', 'degraded', 'ok']);
    made.store.damaged.set('east~job-0', '1-0');
    await made.time.advance(FIVE_MINUTES);
    expect(made.poller.lostRecords).toBe(3);
    expect(logged(made, message)).toHaveLength(1);
    await made.poller.stop();
  });

  it('ends the loss of records that another replica has restored while this one could not', async () => {
    const made = await polledOnce(deltaBackend(3));
    const { poller, store, time } = made;
    store.isShared = true;
    store.damaged.set('east~job-0', '1-0');
    const append = store.append.bind(store);
    store.append = async () => {
      throw new StoreUnavailableError('the store rejects writes');
    };
    await time.advance(FIVE_MINUTES);
    expect(poller.report('east')?.status).toBe('degraded');
    store.append = append;
    store.damaged.clear();
    await time.advance(FIVE_MINUTES + 10_000);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });

  it('compares the store also while the backend fails', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    backend.fault = new BackendError('unreachable', 'cannot connect');
    made.store.isShared = true;
    made.store.damaged.set('east~job-0', '1-0');
    await made.time.advance(FIVE_MINUTES);
    expect(made.store.damaged.size).toBe(0);
    await made.poller.stop();
  });

  it('marks an ended job gone that the backend no longer has, which is not drift', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    backend.jobs.delete('job-2');
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~job-2')).toMatchObject({ state: 'success', gone: true });
    expect(made.poller.counters().get('east')?.drifted).toBe(0);
    await made.poller.stop();
  });

  it('counts what it has corrected although a job is unreadable', async () => {
    const backend = deltaBackend(4);
    const made = await polledOnce(backend);
    await overwrite(made, 'east~job-1', { message: 'overwritten' });
    backend.jobs.delete('job-2');
    backend.faults.get = new BackendError('malformed', 'the answer is no job');
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~job-1')?.message).toBeUndefined();
    expect(made.poller.counters().get('east')?.drifted).toBe(1);
    expect(logged(made, 'records of a source had drifted')).toHaveLength(1);
    await made.poller.stop();
  });

  it('looks up a sample of the jobs that are too old for the listing', async () => {
    const backend = deltaBackend(3);
    put(backend, 'old', { submit_time: ago(3_000) });
    const made = await polledOnce(backend);
    backend.jobs.delete('old');
    await made.time.advance(FIVE_MINUTES);
    expect(backend.calls).toContain('get old');
    expect(made.job('east~old')?.gone).toBe(true);
    await made.poller.stop();
  });

  it('looks up all missing jobs over several checks, however many there are', async () => {
    const backend = deltaBackend(400);
    const made = await polledOnce(backend);
    backend.jobs.clear();
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    for (const random of [0, 0.35, 0.7]) {
      made.random = () => random;
      await made.time.advance(FIVE_MINUTES * 1.1);
    }
    const lookups = new Set(backend.calls.filter((call) => call.startsWith('get')));
    expect(lookups.size).toBe(400);
    await made.poller.stop();
  });

  it('does not count as drift what the next poll corrects', async () => {
    const backend = new FakeAdapter();
    put(backend, 'a', { state: 'running', native_state: 'running' });
    const made = pollerHarness(['east', backend]);
    await made.poller.start();
    await made.time.advance(FIVE_MINUTES * 0.95 - 1);
    put(backend, 'a');
    put(backend, 'b');
    await made.time.advance(60_000);
    expect(backend.count('list')).toBe(1);
    expect(made.job('east~b')?.state).toBe('success');
    expect(made.poller.counters().get('east')?.drifted).toBe(0);
    await made.poller.stop();
  });

  it('keeps the first final state, and logs once that the backend disputes it', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    put(backend, 'job-1', { state: 'failure', native_state: 'failed', submit_time: ago(1) });
    await made.time.advance(3 * FIVE_MINUTES);
    expect(made.job('east~job-1')?.state).toBe('success');
    expect(logged(made, 'backend disputes final states; the records keep the first ones')).toEqual([
      { source: 'east', disputed: 1, jobs: ['job-1'] },
    ]);
    await made.poller.stop();
  });

  it('ignores missing jobs if the listing is incomplete', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    backend.complete = false;
    backend.jobs.delete('job-2');
    await made.time.advance(FIVE_MINUTES);
    expect(made.job('east~job-2')?.gone).toBe(false);
    await made.poller.stop();
  });

  it('continues after a failed check, and pauses while the backend refuses the login', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    backend.faults.list = new BackendError('unreachable', 'cannot connect');
    await made.time.advance(FIVE_MINUTES);
    backend.faults.poll = new BackendError('unauthorized', 'login refused');
    await made.time.advance(FIVE_MINUTES);
    expect(backend.count('list')).toBe(1);
    delete backend.faults.poll;
    delete backend.faults.list;
    await overwrite(made, 'east~job-1', { message: 'overwritten' });
    await made.time.advance(3 * FIVE_MINUTES);
    expect(made.job('east~job-1')?.message).toBeUndefined();
    expect(made.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await made.poller.stop();
  });

  it('does nothing on a replica that does not poll the source', async () => {
    const backend = deltaBackend(3);
    const made = pollerHarness(['east', backend]);
    made.store.takeLease('east');
    await made.poller.start();
    await made.time.advance(2 * FIVE_MINUTES);
    expect(backend.calls).toEqual([]);
    await made.poller.stop();
  });

  it('parses no page after a stop', async () => {
    const backend = deltaBackend(3);
    const others = ['a', 'b', 'c', 'd'].map((name): [string, FakeAdapter] => [name, new FakeAdapter()]);
    const { poller, store, time } = pollerHarness(['east', backend], ...others);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted = new Set(backend.jobs.keys());
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let writes = 0;
    store.append = async () => {
      writes += 1;
      await ended;
      return { revision: store.view.revision(), rejected: [] };
    };
    for (const [, other] of others) put(other, 'new');
    await time.advance(FIVE_MINUTES);
    expect([backend.count('list'), backend.parsed, writes]).toEqual([1, 1, 4]);
    const stopped = poller.stop();
    end();
    await stopped;
    expect(backend.parsed).toBe(1);
  });

  it('corrects any number of jobs, a thousand at a time', async () => {
    const made = await polledOnce(deltaBackend(1_200));
    const { store } = made;
    for (const id of store.jobs.keys()) await overwrite(made, id, { message: 'overwritten' });
    const append = store.append.bind(store);
    let running = 0;
    let most = 0;
    store.append = async (drafts, context) => {
      most = Math.max(most, (running += drafts.length));
      for (let turn = 0; turn < 30; turn += 1) await nextTurn();
      running -= drafts.length;
      return append(drafts, context);
    };
    await made.time.advance(FIVE_MINUTES + 60_000);
    expect(made.poller.counters().get('east')?.drifted).toBe(1_200);
    expect(most).toBe(1_000);
    await made.poller.stop();
  });

  it('writes no more new active jobs than a source may have; the others are not drift', async () => {
    const backend = deltaBackend(2);
    const made = await polledOnce(backend);
    for (let index = 0; index < 120; index += 1) {
      put(backend, `new-${index}`, { state: 'running', native_state: 'running', submit_time: ago(500) });
      backend.unlisted.add(`new-${index}`);
    }
    made.store.otherActive = 99_990;
    await made.time.advance(2 * FIVE_MINUTES);
    expect(backend.count('list')).toBe(2);
    expect(made.store.jobs.size).toBe(2 + 10);
    expect(made.poller.counters().get('east')?.drifted).toBe(10);
    await made.poller.stop();
  });

  it('ends when the poller stops', async () => {
    const backend = deltaBackend(3);
    const made = await polledOnce(backend);
    backend.faults.list = 'hang';
    await made.time.advance(FIVE_MINUTES);
    await made.poller.stop();
    expect(backend.inFlight).toBe(0);
    expect(made.time.names()).toEqual([]);
  });
});
