import { type ActionName, Clock, type HasLeft, JobView } from '@gateway/core';
import { Inject, Injectable } from '@nestjs/common';

import { type ActionOrigin, newRecordId } from '../actions/action-origin.js';
import { JobActions } from '../actions/job-actions.js';
import { Problem } from '../problems/problem.js';
import { MAX_MATCHES, type OntapBulkRequest } from './ontap-action-request.js';
import { toOntapProblem } from './ontap-problem.js';

/** Actions that are sent to a source at the same time: a source has two connections. */
const CONCURRENT_PER_SOURCE = 2;

/** Sends an action to all jobs that match a query. */
@Injectable()
export class OntapActions {
  constructor(
    private readonly view: JobView,
    @Inject(JobActions) private readonly actions: Pick<JobActions, 'act'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends an action once to each matching job that the caller may see, and returns the number of jobs. It is sent to
   * two jobs of a source at a time, or to one job after the other if the request is serial. If too many jobs match,
   * nothing is sent and a `Problem` is thrown. If an action fails, the others are still sent; afterwards the `Problem`
   * of the first failed job, in list order, is thrown with the number of jobs that accepted the action. If the client
   * leaves before the jobs are selected, nothing is sent and a `ClientLeftError` is thrown.
   */
  async actOnMatches(
    { action, query, serial }: OntapBulkRequest,
    origin: ActionOrigin,
    hasLeft: HasLeft,
  ): Promise<number> {
    const scope = origin.visible;
    const { records, total } = await this.view.query(scope ? { ...query, scope } : query, hasLeft);
    if (total > MAX_MATCHES) throw tooManyMatches(total);
    const ids = records.map((text) => JSON.parse(text) as string);
    const problems = await this.#actOnEach(serial ? [ids] : bySource(ids), serial ? 1 : CONCURRENT_PER_SOURCE, {
      action,
      origin: { ...origin, bulkId: newRecordId(this.clock.now()) },
    });
    const accepted = ids.length - problems.size;
    const first = ids.find((id) => problems.has(id));
    const problem = first === undefined ? undefined : problems.get(first);
    if (problem) throw new Problem(problem.slug, `${first}: ${problem.detail}`, { ...problem.extras, accepted });
    return accepted;
  }

  async #actOnEach(
    queues: readonly (readonly string[])[],
    concurrent: number,
    { action, origin }: { readonly action: ActionName; readonly origin: ActionOrigin },
  ): Promise<ReadonlyMap<string, Problem>> {
    const problems = new Map<string, Problem>();
    const drain = async (queue: Iterable<string>): Promise<void> => {
      for (const id of queue) {
        const problem = await this.#actOn(id, action, origin);
        if (problem) problems.set(id, problem);
      }
    };
    await Promise.all(
      queues.flatMap((queue) => {
        const shared = queue.values();
        return Array.from({ length: concurrent }, () => drain(shared));
      }),
    );
    return problems;
  }

  async #actOn(id: string, action: ActionName, origin: ActionOrigin): Promise<Problem | undefined> {
    const known = this.view.get(id);
    if (known === undefined) {
      return new Problem('job-not-found', 'the job was removed in the meantime', { target: 'uuid' });
    }
    try {
      await this.actions.act(known, action, origin);
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return toOntapProblem(error);
      throw error;
    }
  }
}

function bySource(ids: readonly string[]): readonly (readonly string[])[] {
  const queues = new Map<string, string[]>();
  for (const id of ids) {
    const source = id.slice(0, id.indexOf('~'));
    queues.set(source, [...(queues.get(source) ?? []), id]);
  }
  return [...queues.values()];
}

function tooManyMatches(total: number): Problem {
  const detail = `${total} jobs match; expected at most ${MAX_MATCHES}; nothing was sent`;
  return new Problem('too-many-matches', detail);
}
