import {
  BackendError,
  canonicalId,
  includesJob,
  includesSource,
  isNativeId,
  isUuid,
  JobView,
  parseJobId,
  SOURCE_KIND_FACTS,
  type SourceScope,
  type ViewedJob,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Inject, Injectable } from '@nestjs/common';

import { backendProblem } from '../problems/backend-problem.js';
import { Problem } from '../problems/problem.js';

/** Finds jobs by the id in a path. */
@Injectable()
export class JobLookup {
  constructor(
    private readonly view: JobView,
    @Inject(Poller) private readonly poller: Pick<Poller, 'fetchJob' | 'report' | 'reports'>,
  ) {}

  /**
   * Returns the job with an id, or the only job with a native id. A job that is not in the view is fetched from its
   * source, so that a client can read a job as soon as the backend has returned its id. A UUID may be in any case.
   * Throws a `Problem`. A malformed id is never sent to a backend. A source outside of the scope is like one that is
   * not configured.
   */
  async find(given: string, scope: SourceScope | undefined): Promise<ViewedJob> {
    const id = canonicalId(given);
    const known = includesJob(scope, id) ? this.view.get(id) : undefined;
    if (known !== undefined) return known;
    if (!id.includes('~')) return this.#findByNativeId(id, scope);
    const parts = parseJobId(id);
    if (parts === undefined) throw malformed();
    if (!includesSource(scope, parts.source) || this.poller.report(parts.source) === undefined) throw sourceUnknown();
    const found = await this.#fetch(parts.source, parts.nativeId);
    if (found === undefined) throw notFound('its backend does not have it');
    return found;
  }

  /**
   * As `find`, for clients that do not know the sources: a UUID that is not in the view is fetched at once from all
   * sources whose job ids are UUIDs. If none has the job and at least one fetch failed, throws the problem of that
   * fetch, because the job may be there.
   */
  async findByUuid(given: string, scope: SourceScope | undefined): Promise<ViewedJob> {
    const id = canonicalId(given);
    if (!isUuid(id) || this.view.byNativeId(id, scope).length > 0) return this.find(id, scope);
    const sources = this.poller
      .reports()
      .filter(({ kind, name }) => includesSource(scope, name) && SOURCE_KIND_FACTS[kind].nativeId === 'uuid');
    const results = await Promise.allSettled(sources.map(({ name }) => this.#fetch(name, id)));
    const found = results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
    const failed = results.find((result) => result.status === 'rejected');
    if (found.length === 0 && failed) throw failed.reason;
    return onlyOne(found, 'no source with UUIDs as job ids has it');
  }

  #findByNativeId(nativeId: string, scope: SourceScope | undefined): ViewedJob {
    if (!isNativeId(nativeId)) throw malformed();
    return onlyOne(this.view.byNativeId(nativeId, scope), 'no known job has this native id');
  }

  async #fetch(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    try {
      return await this.poller.fetchJob(source, nativeId);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.details.refusal === 'gone') return undefined;
      throw backendProblem(error);
    }
  }
}

/** The problem that answers a request for a job of a source that is not configured. */
export function sourceUnknown(): Problem {
  return notFound('its source is not configured');
}

function onlyOne(jobs: readonly ViewedJob[], whyNone: string): ViewedJob {
  const [first, second] = jobs;
  if (first === undefined) throw notFound(whyNone);
  if (second === undefined) return first;
  const candidates = jobs.map(({ job }) => job.id).sort();
  throw new Problem('ambiguous-id', 'several jobs have this native id; use one of their ids', { candidates });
}

function malformed(): Problem {
  return new Problem('malformed-id', 'expected <source name>~<native id>, or a native id', { target: 'id' });
}

function notFound(why: string): Problem {
  return new Problem('job-not-found', `no such job: ${why}`, { target: 'id' });
}
