import {
  BackendError,
  isNativeId,
  isUuid,
  JobView,
  parseJobId,
  SOURCE_KIND_FACTS,
  type ViewedJob,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Inject, Injectable } from '@nestjs/common';

import { backendProblem } from '../problems/backend-problem.js';
import { Problem } from '../problems/problem.js';

/** Finds the job an id in a path stands for. */
@Injectable()
export class JobLookup {
  constructor(
    private readonly view: JobView,
    @Inject(Poller) private readonly poller: Pick<Poller, 'fetchJob' | 'report' | 'reports'>,
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

  /**
   * As `find`, for clients that know no source names. A UUID that no held job has is looked up at once at every source
   * whose job ids are UUIDs, so that a client can read a job whose id it has just received. If no source returns the job
   * and a lookup failed, the failure is thrown: the job may exist there.
   */
  async findByUuid(id: string): Promise<ViewedJob> {
    if (!isUuid(id) || this.view.byNativeId(id).length > 0) return this.find(id);
    const sources = this.poller.reports().filter(({ kind }) => SOURCE_KIND_FACTS[kind].nativeId === 'uuid');
    const answers = await Promise.allSettled(sources.map(({ name }) => this.#ask(name, id)));
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []));
    const unanswered = answers.find((answer) => answer.status === 'rejected');
    if (found.length === 0 && unanswered) throw unanswered.reason;
    return only(found, 'no source with UUIDs as job ids has it');
  }

  #bearerOf(nativeId: string): ViewedJob {
    if (!isNativeId(nativeId)) throw malformed();
    return only(this.view.byNativeId(nativeId), 'no job held here bears this native id');
  }

  async #ask(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    try {
      return await this.poller.fetchJob(source, nativeId);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.details.refusal === 'gone') return undefined;
      throw backendProblem(error);
    }
  }
}

/** The one job that bears a native id. */
function only(bearers: readonly ViewedJob[], whyNone: string): ViewedJob {
  const [bearer, another] = bearers;
  if (bearer === undefined) throw notFound(whyNone);
  if (another === undefined) return bearer;
  const candidates = bearers.map(({ job }) => job.id).sort();
  throw new Problem('ambiguous-id', 'several jobs bear this native id; use the id of one of them', { candidates });
}

function malformed(): Problem {
  return new Problem('malformed-id', 'expected <source name>~<native id>, or a native id', { target: 'id' });
}

function notFound(why: string): Problem {
  return new Problem('job-not-found', `no such job: ${why}`, { target: 'id' });
}
