import { setImmediate } from 'node:timers/promises';

import { type ActionName, neverLeaves, systemClock, type ViewedJob } from '@gateway/core';
import { put } from '@gateway/testing/jobs';
import { View } from '@gateway/view';
import { HttpStatus } from '@nestjs/common';

import { type ActionOrigin } from '../actions/action-origin.js';
import { type ActionResult } from '../actions/job-actions.js';
import { Problem } from '../problems/problem.js';
import { parseOntapBulkRequest } from './ontap-action-request.js';
import { OntapActions } from './ontap-actions.js';

/** A view with jobs of two sources; the jobs with the given numbers are gone. */
function viewOf(count: number, gone: readonly number[] = []): View {
  const view = new View();
  const changes = Array.from({ length: count }, (_, number) => {
    const source = number % 2 === 0 ? 'east' : 'west';
    const nativeId = `job-${String(number).padStart(3, '0')}`;
    const createdMs = (count - number) * 1_000;
    return put({ source, nativeId, createdMs, gone: gone.includes(number) }, `${number + 1}-0`);
  });
  view.apply(changes);
  return view;
}

/** Accepts actions, one turn of the event loop each, and refuses them for some jobs. */
class Backends {
  readonly sent: string[] = [];
  readonly #running = new Map<string, number>();
  most = 0;
  constructor(readonly refuses: readonly string[] = []) {}

  async act({ job }: ViewedJob, action: ActionName, { by }: ActionOrigin): Promise<ActionResult> {
    this.sent.push(`${action} ${job.id} ${by.name}`);
    const running = (this.#running.get(job.source.name) ?? 0) + 1;
    this.#running.set(job.source.name, running);
    this.most = Math.max(this.most, running);
    await setImmediate();
    this.#running.set(job.source.name, running - 1);
    if (this.refuses.includes(job.id))
      throw new Problem('job-ended', 'the job has ended: success', { target: 'action' });
    return { job, status: HttpStatus.OK };
  }
}

const ANN: ActionOrigin = {
  by: { name: 'ann', method: 'token', address: '127.0.0.1' },
  requestId: 'r1',
  visible: undefined,
  missingRight: () => undefined,
};

const ALL = parseOntapBulkRequest('action=pause&state=running', undefined, 0);

describe('a bulk action', () => {
  it('is sent once to each job, to two jobs of a source at a time', async () => {
    const backends = new Backends();
    expect(await new OntapActions(viewOf(20), backends, systemClock).actOnMatches(ALL, ANN, neverLeaves)).toBe(20);
    expect(new Set(backends.sent).size).toBe(20);
    expect(backends.sent).toHaveLength(20);
    expect(backends.sent).toContain('pause west~job-001 ann');
    expect(backends.most).toBe(2);
  });

  it('skips jobs that are gone', async () => {
    const backends = new Backends();
    expect(await new OntapActions(viewOf(4, [0, 1]), backends, systemClock).actOnMatches(ALL, ANN, neverLeaves)).toBe(
      2,
    );
    expect(backends.sent).toHaveLength(2);
  });

  it('continues after a refusal, then throws the first one in list order with the number of accepted jobs', async () => {
    const backends = new Backends(['west~job-003', 'east~job-002']);
    const refused = await new OntapActions(viewOf(6), backends, systemClock)
      .actOnMatches(ALL, ANN, neverLeaves)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      slug: 'job-ended',
      detail: 'east~job-002: the job has ended: success',
      extras: { accepted: 4, target: 'action' },
    });
    expect(backends.sent).toHaveLength(6);
  });

  it('accepts at most 100 jobs', async () => {
    const backends = new Backends();
    expect(await new OntapActions(viewOf(100), backends, systemClock).actOnMatches(ALL, ANN, neverLeaves)).toBe(100);
    const excess = new OntapActions(viewOf(101), backends, systemClock).actOnMatches(ALL, ANN, neverLeaves);
    await expect(excess).rejects.toMatchObject({
      slug: 'too-many-matches',
      detail: expect.stringContaining('101 jobs'),
    });
    expect(backends.sent).toHaveLength(100);
  });

  it('does not convert an internal error', async () => {
    const broken = { act: () => Promise.reject(new TypeError('broken')) };
    await expect(new OntapActions(viewOf(1), broken, systemClock).actOnMatches(ALL, ANN, neverLeaves)).rejects.toThrow(
      TypeError,
    );
  });

  it.each(['action=cancel', 'action=cancel&return_timeout=0', 'action=cancel&pretty=true&continue_on_failure=true'])(
    'is rejected without a filter (%s)',
    (text) => {
      expect(() => parseOntapBulkRequest(text, {}, 0)).toThrow(expect.objectContaining({ slug: 'unbounded-action' }));
    },
  );
});
