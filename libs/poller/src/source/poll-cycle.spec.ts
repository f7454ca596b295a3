import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { pollerHarness } from '../testing/poller-harness.js';

const INTERVAL_MS = 5_000;
const GIVEN_UP = new BackendError('malformed', 'the listing does not end, so jobs created before 2020 are left out');

/** A backend whose next poll gives up a part of its listing. */
function givingUp(): FakeAdapter {
  const backend = new FakeAdapter('service-engine');
  backend.form = 'delta';
  backend.add('job-1');
  const poll = backend.poll.bind(backend);
  backend.poll = async (...args) => {
    backend.poll = poll;
    return { ...(await poll(...args)), error: GIVEN_UP };
  };
  return backend;
}

describe('a poll that gives up a part of a listing', () => {
  it('degrades the source with the reason until the next poll, which uses its cursor', async () => {
    const backend = givingUp();
    const { lines, poller, statuses, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    const reason = `malformed: ${GIVEN_UP.message}`;
    expect(poller.report('east')).toMatchObject({ status: 'degraded', reason, age_seconds: expect.any(Number) });
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ to: 'degraded', reason }) }),
    );
    await time.advance(INTERVAL_MS);
    expect(backend.calls.filter((call) => call.startsWith('poll'))).toEqual(['poll -', 'poll seen-1']);
    expect(statuses()).toEqual(['degraded', 'ok']);
    await poller.stop();
  });

  it('gives that reason also if a lookup fails', async () => {
    const backend = givingUp();
    backend.add('job-2');
    const { poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await poller.fetchJob('east', 'job-2');
    backend.unlisted.add('job-2');
    backend.faults.get = new BackendError('unreachable', 'cannot connect');
    await time.advance(1_000);
    expect(poller.report('east')).toMatchObject({ status: 'failing', reason: `malformed: ${GIVEN_UP.message}` });
    await poller.stop();
  });
});

describe('a listing with items that are not jobs', () => {
  it('degrades the source; their ids are logged once, however often they are listed', async () => {
    const backend = new FakeAdapter();
    backend.skipped = 2;
    backend.skippedIds = ['"a/b"'];
    const { lines, poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(10 * INTERVAL_MS);
    expect(poller.report('east')).toMatchObject({
      status: 'degraded',
      reason: 'malformed: 2 of the listed items are not jobs',
    });
    expect(lines.filter(({ message }) => message.startsWith('listed items'))).toEqual([
      {
        level: 'warn',
        message: 'listed items are not valid jobs and are left out',
        fields: { source: 'east', skipped: 2, ids: ['"a/b"'] },
      },
    ]);
    await poller.stop();
  });
});
