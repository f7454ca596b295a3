import { BackendError, isNativeId, type JobView, parseJobId, type ViewedJob } from '@gateway/core';
import { type Poller } from '@gateway/poller';

import { backendProblem } from '../backend-problem.js';
import { Problem } from '../problem.js';

/** Finds the job an id in a path stands for. */
export class JobLookup {
  constructor(
    private readonly view: JobView,
    private readonly poller: Pick<Poller, 'ask' | 'report'>,
  ) {}

  /**
   * The job of an id, or the only one that bears a bare native id. A job that is not held is asked for at its source, so
   * that a job can be read as soon as its backend has returned its id. Throws a `Problem`; an id that cannot be one
   * never reaches a backend.
   */
  async find(id: string): Promise<ViewedJob> {
    if (!id.includes('~')) return this.#bearerOf(id);
    const parts = parseJobId(id);
    if (parts === undefined) throw malformed();
    const held = this.view.get(id);
    if (held !== undefined) return held;
    if (this.poller.report(parts.source) === undefined) throw notFound('its source is not configured');
    const found = await this.#ask(parts.source, parts.nativeId);
    if (found === undefined) throw notFound('its backend does not know it');
    return found;
  }

  #bearerOf(nativeId: string): ViewedJob {
    if (!isNativeId(nativeId)) throw malformed();
    const bearers = this.view.byNativeId(nativeId);
    if (bearers.length > 1) {
      const candidates = bearers.map(({ job }) => job.id);
      throw new Problem('ambiguous-id', 'several jobs bear this native id; use the id of one of them', { candidates });
    }
    const [only] = bearers;
    if (only === undefined) throw notFound('no job held here bears this native id');
    return only;
  }

  async #ask(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    try {
      return await this.poller.ask(source, nativeId);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.details.refusal === 'gone') return undefined;
      throw backendProblem(error);
    }
  }
}

function malformed(): Problem {
  return new Problem('malformed-id', 'expected <source name>~<native id>, or a native id', { target: 'id' });
}

function notFound(why: string): Problem {
  return new Problem('job-not-found', `no such job: ${why}`, { target: 'id' });
}
