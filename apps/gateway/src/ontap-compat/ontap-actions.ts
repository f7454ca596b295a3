import { type ActionName, type Filter, type JobQuery, JobView, DEFAULT_ORDER } from '@gateway/core';
import { Inject, Injectable } from '@nestjs/common';

import { JobActions } from '../jobs/job-actions.js';
import { readAction } from '../jobs/action-request.js';
import { Problem, valid } from '../problems/problem.js';
import { type QueryParameters } from '../query/query-parameters.js';
import { ONTAP_PATHS } from './ontap-fields.js';
import { readOntapSelection } from './ontap-list.js';
import { readOntapParameters, readFlag } from './ontap-parameters.js';
import { toOntapProblem } from './ontap-problem.js';

const MOST_MATCHES = 100;
/** A source has two connections. */
const AT_ONCE = 2;
/** The parameters of an action besides ONTAP's general ones. */
export const ONTAP_ACTION_PARAMETERS: readonly string[] = ['action'];
/** The parameters of an action on every match besides ONTAP's general ones. */
export const ONTAP_BULK_PARAMETERS: readonly string[] = ['action', 'continue_on_failure', ...ONTAP_PATHS];

const STILL_THERE: Filter = {
  field: { path: 'gone', type: 'boolean', read: ({ gone }) => gone },
  negated: false,
  any: [{ is: 'equal', value: false }],
};

/** An action, and the jobs it is meant for. */
export interface OntapBulkRequest {
  readonly action: ActionName;
  readonly query: JobQuery;
}

/** Reads the query text and the body of an action on one job. Throws the `Problem` with them. */
export function parseOntapAction(text: string, body: unknown): ActionName {
  return valid(readAction(readOntapParameters(text, ONTAP_ACTION_PARAMETERS), body));
}

/**
 * Reads the query text and the body of an action on every match. A filter is required: ONTAP takes none for every job
 * there is. Only jobs the backends still have are meant, as with ONTAP. Throws the `Problem` with them.
 */
export function parseOntapBulk(text: string, body: unknown, now: number): OntapBulkRequest {
  const parameters = readOntapParameters(text, ONTAP_BULK_PARAMETERS);
  const action = valid(readAction(parameters, body));
  if (!readFlag(parameters, 'continue_on_failure', true)) {
    const detail = 'continue_on_failure does not take "false": every match is asked, whatever another answers';
    throw new Problem('invalid-parameter', detail, { target: 'continue_on_failure' });
  }
  const { filters } = readOntapSelection(parameters, now);
  if (filters.length === 0) {
    throw new Problem('unbounded-action', 'name the jobs to act on by at least one filter; nothing was sent');
  }
  return { action, query: queryFor([...filters, STILL_THERE], parameters, now) };
}

function queryFor(filters: readonly Filter[], parameters: QueryParameters, now: number): JobQuery {
  return {
    filters,
    key: `act ${JSON.stringify([...parameters])} ${now}`,
    orderBy: DEFAULT_ORDER,
    maxRecords: MOST_MATCHES,
    present: ({ id }) => JSON.stringify(id),
  };
}

/** Acts on every match of a query. */
@Injectable()
export class OntapActions {
  constructor(
    private readonly view: JobView,
    @Inject(JobActions) private readonly actions: Pick<JobActions, 'act'>,
  ) {}

  /**
   * Sends an action once to each match, to two jobs of a source at a time, and gives their number. Throws a `Problem`
   * before anything is sent where there are too many, and afterwards where one was not accepted: the first in the order of
   * the list, with the number of those that were.
   */
  async actOnMatches({ action, query }: OntapBulkRequest, by: string): Promise<number> {
    const { records, total } = await this.view.query(query);
    if (total > MOST_MATCHES) throw tooMany(total);
    const ids = records.map((text) => JSON.parse(text) as string);
    const problems = await this.#actOnEach(ids, action, by);
    const accepted = ids.length - problems.size;
    const first = ids.find((id) => problems.has(id));
    const problem = first === undefined ? undefined : problems.get(first);
    if (problem) throw new Problem(problem.slug, `${first}: ${problem.detail}`, { ...problem.extras, accepted });
    return accepted;
  }

  async #actOnEach(ids: readonly string[], action: ActionName, by: string): Promise<ReadonlyMap<string, Problem>> {
    const problems = new Map<string, Problem>();
    const drain = async (waiting: Iterable<string>): Promise<void> => {
      for (const id of waiting) {
        const problem = await this.#actOn(id, action, by);
        if (problem) problems.set(id, problem);
      }
    };
    await Promise.all(
      bySource(ids).flatMap((queue) => {
        const waiting = queue.values();
        return Array.from({ length: AT_ONCE }, () => drain(waiting));
      }),
    );
    return problems;
  }

  async #actOn(id: string, action: ActionName, by: string): Promise<Problem | undefined> {
    const known = this.view.get(id);
    if (known === undefined) return new Problem('job-not-found', 'the job was removed meanwhile', { target: 'uuid' });
    try {
      await this.actions.act(known, action, by);
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

function tooMany(total: number): Problem {
  const detail = `${total} jobs match; at most ${MOST_MATCHES} are acted on at once; nothing was sent`;
  return new Problem('too-many-matches', detail);
}
