import { BackendError, type PollResult } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { checkSource } from './check-source.js';

const SOURCE = { timeoutMs: 30_000 };

let east: FakeAdapter;
beforeEach(() => {
  east = new FakeAdapter();
  east.add('a');
  east.faults.act = new BackendError('refused', 'no such job', { refusal: 'gone' });
});

describe('the check of a source', () => {
  it('reports version, jobs and the right to act', async () => {
    expect(await checkSource(east, SOURCE)).toEqual({ ok: true, findings: ['version 9.13.1', '1 jobs', 'may act'] });
    expect(east.count('cancel')).toBe(1);
  });

  it('acts on no job that exists', async () => {
    await checkSource(east, SOURCE);
    expect(east.calls).not.toContain('cancel a');
    expect(east.jobs.get('a')?.state).toBe('running');
  });

  it.each([
    [
      new BackendError('refused', 'not authorized', { refusal: 'forbidden' }),
      'read only: its role may not act on jobs',
    ],
    [new BackendError('unauthorized', 'refuses the login'), 'read only: its role may not act on jobs'],
    [new BackendError('failed', 'internal error'), 'right to act unknown (failed: internal error)'],
  ])('is successful if only the action is refused: %s', async (fault, finding) => {
    east.faults.act = fault;
    expect(await checkSource(east, SOURCE)).toMatchObject({ ok: true, findings: expect.arrayContaining([finding]) });
  });

  it('does not act where the API has no actions', async () => {
    const um1 = new FakeAdapter('unified-manager');
    expect((await checkSource(um1, SOURCE)).findings).toContain('no actions in its API');
    expect(um1.count('cancel')).toBe(0);
  });

  it.each(['unreachable', 'unauthorized', 'malformed', 'refused', 'failed', 'throttled'] as const)(
    'fails with a remedy if the backend is %s, whatever call shows it',
    async (code) => {
      for (const call of ['check', 'list'] as const) {
        const backend = new FakeAdapter();
        backend.faults[call] = new BackendError(code, 'the reason');
        const { findings, ok } = await checkSource(backend, SOURCE);
        expect(ok).toBe(false);
        expect(findings.slice(-2)).toEqual([`${code}: the reason`, expect.stringMatching(/^\w/)]);
      }
    },
  );

  it.each([
    [12_000, 'its clock is 12 s ahead, set up NTP'],
    [-60_000, 'its clock is 60 s behind, set up NTP'],
  ])('notes a clock offset of %i ms', async (clockOffsetMs, finding) => {
    const list = east.list.bind(east);
    east.list = async (...args): Promise<PollResult> => ({ ...(await list(...args)), clockOffsetMs });
    expect((await checkSource(east, SOURCE)).findings).toContain(finding);
  });

  it('notes listed items that are not jobs', async () => {
    east.skipped = 2;
    expect((await checkSource(east, SOURCE)).findings).toContain('2 listed items are not jobs');
  });
});
