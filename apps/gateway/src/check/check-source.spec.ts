import { once } from 'node:events';

import { BackendError, type PollResult } from '@gateway/core';
import { collectGarbage } from '@gateway/testing/collect-garbage';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { checkSource } from './check-source.js';

const SOURCE = { source: { timeoutMs: 30_000 } };

let east: FakeAdapter;
beforeEach(() => {
  east = new FakeAdapter();
  east.add('a');
  east.faults.act = new BackendError('refused', 'no such job', { refusal: 'gone' });
});

describe('the check of a source', () => {
  it('reports version, jobs and the right to act', async () => {
    expect(await checkSource(east, SOURCE)).toEqual({ ok: true, findings: ['version 9.13.1', 'jobs: 1', 'may act'] });
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
    expect((await checkSource(east, SOURCE)).findings).toContain('listed items that are not jobs: 2');
  });

  it('fails if the listing does not end in ten times the timeout', async () => {
    east.list = async (_, signal, onPage): Promise<PollResult> => {
      const aborted = once(signal, 'abort');
      await collectGarbage();
      const pages = setInterval(() => void onPage({ jobs: async () => [] }), 10);
      await aborted;
      clearInterval(pages);
      throw new BackendError('unreachable', 'the request was aborted');
    };
    expect(await checkSource(east, { source: { timeoutMs: 300 } })).toMatchObject({
      ok: false,
      findings: expect.arrayContaining(['unreachable: the request was aborted']),
    });
  });

  it('fails if the listing is not complete, whatever the reason', async () => {
    east.complete = false;
    expect(await checkSource(east, SOURCE)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining(['malformed: part of the listing could not be read']),
    });
  });

  it('counts the clusters that are discovered, and fails if they cannot be listed', async () => {
    const um1 = new FakeAdapter('unified-manager');
    const clusters = ['prod-1', 'PROD-2', 'lab'].map((name) => ({ uuid: 'u', name }));
    const poll = { intervalMs: 5_000, timeoutMs: 30_000 };
    const checked = { ...SOURCE, discovery: { intervalMs: 300_000, match: 'prod-*', labels: {}, poll } };
    const adapter = Object.assign(um1, { clusters: async () => clusters });
    expect((await checkSource(adapter, checked)).findings).toContain('clusters: 2 of 3');
    const refused = Object.assign(um1, {
      clusters: () => Promise.reject(new BackendError('refused', 'The API gateway is not enabled.')),
    });
    expect(await checkSource(refused, checked)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining(['check that the API gateway is switched on in Unified Manager']),
    });
  });
});
