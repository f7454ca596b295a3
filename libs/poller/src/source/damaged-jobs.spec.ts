import { BackendError } from '@gateway/core';
import { put, seenAt } from '@gateway/testing/drafts';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { type PollerHarness, pollerHarness, sourceOf } from '../testing/poller-harness.js';

/** A backend whose polls list new jobs only, with one old job. */
function deltaBackend(): FakeAdapter {
  const backend = new FakeAdapter('service-engine');
  backend.form = 'delta';
  backend.add('old');
  backend.unlisted.add('old');
  return backend;
}

/** A poller whose store has a record that the view could not read. */
function damagedHarness(backend: FakeAdapter, id = 'east~old'): PollerHarness {
  const made = pollerHarness(['east', backend]);
  made.store.unreadable.add(id);
  made.store.damaged.set(id, '5-0');
  return made;
}

describe('a damaged record', () => {
  it('is replaced by the next poll that lists its job, without a lookup', async () => {
    const backend = new FakeAdapter();
    backend.add('old');
    const made = damagedHarness(backend);
    await made.poller.start();
    expect(made.poller.report('east')?.reason).toBe('store: stored records are damaged and are being replaced: 1');
    await made.time.advance(6_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(backend.count('get')).toBe(0);
    expect(made.poller.report('east')?.status).toBe('ok');
    expect(made.poller.lostRecords).toBe(1);
    await made.poller.stop();
  });

  it('is replaced by a lookup if polls list new jobs only; until then the source is not ok', async () => {
    const backend = deltaBackend();
    backend.faults.get = 'hang';
    const made = damagedHarness(backend);
    await made.poller.start();
    await made.time.advance(6_000);
    expect(made.poller.report('east')).toMatchObject({
      status: 'degraded',
      reason: 'store: stored records are damaged and are being replaced: 1',
    });
    expect(backend.count('get old')).toBe(1);
    delete backend.faults.get;
    await made.time.advance(60_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(made.poller.report('east')?.status).toBe('ok');
    await made.poller.stop();
  });

  it('is given up after one lookup if the backend does not have the job, with one line', async () => {
    const backend = deltaBackend();
    backend.jobs.clear();
    const made = damagedHarness(backend);
    await made.poller.start();
    await made.time.advance(60_000);
    expect(backend.count('get old')).toBe(1);
    expect(made.poller.report('east')?.status).toBe('ok');
    const given = made.lines.filter(({ message }) => message.startsWith('damaged records cannot be replaced'));
    expect(given).toMatchObject([{ level: 'warn', fields: { source: 'east', records: 1, jobs: ['east~old'] } }]);
    expect(made.poller.counters().get('east')?.missedOutcomes).toBe(1);
    await made.poller.stop();
  });

  it('is given up if the backend does not let the job be read for five minutes; others are looked up meanwhile', async () => {
    const backend = deltaBackend();
    const get = backend.get.bind(backend);
    const refusals = [new BackendError('refused', 'not authorized'), new BackendError('malformed', 'no job')];
    backend.get = async (nativeId, signal) => {
      const job = await get(nativeId, signal);
      const refusal = refusals[['secret', 'strange'].indexOf(nativeId)];
      if (refusal) throw refusal;
      return job;
    };
    const made = damagedHarness(backend, 'east~secret');
    for (const id of ['east~strange', 'east~old']) made.store.unreadable.add(id);
    await made.poller.start();
    await made.time.advance(60_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(made.poller.report('east')?.reason).toBe('store: stored records are damaged and are being replaced: 2');
    expect(made.poller.counters().get('east')?.missedOutcomes).toBe(0);
    await made.time.advance(300_000);
    expect(made.poller.report('east')?.status).toBe('ok');
    expect(made.poller.counters().get('east')?.missedOutcomes).toBe(2);
    await made.poller.stop();
  });

  it('of which the view has an earlier version is written back only after a lookup, unless the store is shared', async () => {
    const backend = deltaBackend();
    backend.unlisted.clear();
    backend.add('old', { state: 'success', native_state: 'success' });
    const made = pollerHarness(['east', backend]);
    await made.poller.start();
    await made.time.advance(6_000);
    const before = made.store.jobs.get('east~old')?.revision;
    backend.unlisted.add('old');
    backend.faults.get = new BackendError('unreachable', 'cannot connect');
    made.store.unreadable.add('east~old');
    made.store.damaged.set('east~old', undefined);
    await made.time.advance(30_000);
    expect(backend.count('get old')).toBeGreaterThan(0);
    expect(made.store.jobs.get('east~old')?.revision).toBe(before);
    delete backend.faults.get;
    await made.time.advance(10_000);
    expect(made.store.jobs.get('east~old')).toMatchObject({ job: { state: 'success' } });
    expect(made.store.jobs.get('east~old')?.revision).not.toBe(before);
    expect(made.store.unreadable.size).toBe(0);
    await made.poller.stop();
  });

  it('is looked up again after answers that were not jobs for a while, as of a proxy in maintenance', async () => {
    const backend = deltaBackend();
    backend.faults.get = new BackendError('malformed', 'the response is HTML');
    const made = damagedHarness(backend);
    await made.poller.start();
    await made.time.advance(120_000);
    expect(backend.count('get old')).toBeGreaterThan(1);
    delete backend.faults.get;
    await made.time.advance(10_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(made.poller.counters().get('east')?.missedOutcomes).toBe(0);
    await made.poller.stop();
  });

  it('is looked up although the lookup of another one always fails', async () => {
    const backend = deltaBackend();
    const get = backend.get.bind(backend);
    backend.get = async (nativeId, signal) => {
      if (nativeId === 'broken') throw new BackendError('failed', 'internal server error');
      return get(nativeId, signal);
    };
    const made = damagedHarness(backend, 'east~broken');
    for (const id of ['east~old', 'east~broken-2']) made.store.unreadable.add(id);
    await made.poller.start();
    await made.time.advance(60_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(made.poller.report('east')?.status).toBe('degraded');
    await made.poller.stop();
  });

  it('is looked up when the backend answers again', async () => {
    const backend = deltaBackend();
    backend.fault = new BackendError('unreachable', 'cannot connect');
    const made = damagedHarness(backend);
    await made.poller.start();
    await made.time.advance(60_000);
    expect(backend.count('get old')).toBe(0);
    backend.fault = undefined;
    await made.time.advance(120_000);
    expect(made.job('east~old')?.state).toBe('running');
    await made.poller.stop();
  });

  it('is replaced by a replica that does not poll the source', async () => {
    const backend = deltaBackend();
    const made = damagedHarness(backend);
    made.store.takeLease('east');
    const standby = made.replica('standby', { source: sourceOf('east', backend), adapter: backend });
    await standby.start();
    await made.time.advance(6_000);
    expect(made.job('east~old')?.state).toBe('running');
    expect(backend.count('poll')).toBe(0);
    await standby.stop();
  });

  it('is written back to a shared store if the view has the job, without a lookup, also while the backend fails', async () => {
    const backend = deltaBackend();
    const made = pollerHarness(['east', backend]);
    made.store.isShared = true;
    backend.unlisted.clear();
    await made.poller.start();
    await made.time.advance(6_000);
    const before = made.store.jobs.get('east~old');
    backend.fault = new BackendError('unreachable', 'cannot connect');
    made.store.unreadable.add('east~old');
    made.store.damaged.set('east~old', '1-0');
    await made.time.advance(60_000);
    expect(made.store.unreadable.size).toBe(0);
    expect(made.store.damaged.size).toBe(0);
    expect(made.store.jobs.get('east~old')?.text).toBe(before?.text);
    expect(made.store.jobs.get('east~old')?.revision).not.toBe(before?.revision);
    expect(backend.count('get')).toBe(0);
    // A replica whose clock is behind writes its next observation.
    const { revision, text } = made.store.jobs.get('east~old')!;
    const observed = seenAt(made.time.now() - 59_000);
    expect((await made.store.append([put('east~old', text, revision)], observed)).rejected).toEqual([]);
    await made.poller.stop();
  });
});
