import { BackendError } from '@gateway/core';

import { backendWith } from '../testing/poller-harness.js';
import { firstSeen, viewed } from '../testing/sample-jobs.js';
import { getEach } from './get-each.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const NEVER = new AbortController().signal;

describe('looking up several jobs', () => {
  const jobs = IDS.map((native_id) => viewed(firstSeen({ native_id })));

  it('ends when one lookup fails, and keeps the result of the one that runs in parallel', async () => {
    const backend = backendWith(...IDS.map((native_id) => ({ native_id })));
    const fault = new BackendError('throttled', 'come back later');
    const get = backend.get.bind(backend);
    backend.get = (nativeId, signal) => (nativeId === 'a' ? Promise.reject(fault) : get(nativeId, signal));
    const { endedBy, found } = await getEach(jobs, backend, 2, NEVER);
    expect(endedBy).toBe(fault);
    expect(found.map(({ native_id }) => native_id)).toEqual(['b']);
  });

  it('continues after an unreadable job, and returns it with the error', async () => {
    const backend = backendWith();
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    const results = await getEach(jobs, backend, 2, NEVER);
    expect(results).toEqual({ found: [], gone: [], unreadable: jobs, error: backend.faults.get });
  });

  it('returns the jobs that exist and those that are gone', async () => {
    const { found, gone } = await getEach(jobs, backendWith({ native_id: 'c' }), 2, NEVER);
    expect(found.map(({ native_id }) => native_id)).toEqual(['c']);
    expect(gone).toHaveLength(5);
  });
});
