import { BackendError } from '@gateway/core';

import { getEach } from './get-each.js';
import { backendWith } from '../testing/poller-harness.js';
import { firstSeen, viewed } from '../testing/sample-jobs.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const NEVER = new AbortController().signal;

describe('asking for jobs one by one', () => {
  const jobs = IDS.map((native_id) => viewed(firstSeen({ native_id })));

  it('ends as a whole when one question is not answered, whatever becomes of the one beside it', async () => {
    const backend = backendWith(...IDS.map((native_id) => ({ native_id })));
    const fault = new BackendError('throttled', 'come back later');
    const get = backend.get.bind(backend);
    backend.get = (nativeId, signal) => (nativeId === 'a' ? Promise.reject(fault) : get(nativeId, signal));
    const { ended, found } = await getEach(jobs, backend, 2, NEVER);
    expect(ended).toBe(fault);
    expect(found.map(({ native_id }) => native_id)).toEqual(['b']);
  });

  it('goes on after an answer that is no job, and tells of it', async () => {
    const backend = backendWith();
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    const asked = await getEach(jobs, backend, 2, NEVER);
    expect(asked).toEqual({ found: [], denied: [], unreadable: jobs, trouble: backend.faults.get });
  });

  it('tells jobs that are there from those that are not', async () => {
    const { found, denied } = await getEach(jobs, backendWith({ native_id: 'c' }), 2, NEVER);
    expect(found.map(({ native_id }) => native_id)).toEqual(['c']);
    expect(denied).toHaveLength(5);
  });
});
