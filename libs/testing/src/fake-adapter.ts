import {
  type ActionName,
  type Adapter,
  type BackendError,
  isNativeId,
  type ObservedJob,
  type OnPage,
  type PollResult,
  type SourceKind,
} from '@gateway/core';

/** What a fake backend does instead of responding: it throws, or hangs until the call is aborted. */
export type Fault = Error | 'hang';

/** An adapter whose backend is a map of jobs. */
export class FakeAdapter implements Adapter {
  readonly jobs = new Map<string, ObservedJob>();
  /** All calls so far, for example `get job-1` and `poll <cursor>`. */
  readonly calls: string[] = [];
  /** The fault of every call. */
  fault: Fault | undefined;
  /** The faults by type of call. */
  readonly faults: { poll?: Fault; list?: Fault; get?: Fault; act?: Fault; check?: Fault } = {};
  readonly actions: readonly ActionName[];
  readonly reruns: boolean;
  /** The ids of jobs that polls leave out although they exist. */
  unlisted = new Set<string>();
  /** Whether polls claim to be complete. */
  complete = true;
  /** Why a poll that is not complete ended. */
  endedBy: BackendError | undefined;
  /** The number of invalid items in a listing. */
  skipped = 0;
  /** The ids of some of these items. */
  skippedIds: readonly string[] = [];
  form: PollResult['form'] = 'snapshot';
  /** The number of jobs on a page of a listing. */
  pageSize = 1_000;
  /** The number of pages whose jobs were read. */
  parsed = 0;
  /** Returns the job as it is after an accepted action. @default unchanged */
  onAction: (job: ObservedJob, action: ActionName) => ObservedJob = (job) => job;
  closed = false;
  inFlight = 0;

  constructor(readonly kind: SourceKind = 'ontap') {
    this.actions = kind === 'ontap' ? ['pause', 'resume', 'cancel'] : [];
    this.reruns = kind === 'unified-manager';
  }

  /** Adds a job to the backend. Its default state is `running`. */
  add(nativeId: string, fields: Partial<ObservedJob> = {}): void {
    this.jobs.set(nativeId, { native_id: nativeId, state: 'running', native_state: 'running', ...fields });
  }

  isNativeId(text: string): boolean {
    return isNativeId(text);
  }

  check(signal: AbortSignal): Promise<{ version: string }> {
    return this.#call('check', this.faults.check, signal, () => ({ version: '9.13.1' }));
  }

  poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#call(`poll ${cursor ?? '-'}`, this.faults.poll, signal, async () => {
      await this.#passOn(
        [...this.jobs.values()].filter((job) => !this.unlisted.has(job.native_id)),
        onPage,
      );
      const cursorAfter = `seen-${this.jobs.size}`;
      const { complete, endedBy: error, form, skipped, skippedIds } = this;
      const named = skippedIds.length > 0 && { skippedIds };
      return { form, complete, skipped, ...named, cursor: cursorAfter, ...(!complete && error && { error }) };
    });
  }

  list(_since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#call('list', this.faults.list, signal, async () => {
      await this.#passOn([...this.jobs.values()], onPage);
      return { form: this.form, complete: this.complete, skipped: this.skipped };
    });
  }

  get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    return this.#call(`get ${nativeId}`, this.faults.get, signal, () => this.jobs.get(nativeId));
  }

  act(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void> {
    return this.#call(`${action} ${nativeId}`, this.faults.act, signal, () => {
      const job = this.jobs.get(nativeId);
      if (job) this.jobs.set(nativeId, this.onAction(job, action));
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** The number of calls that begin with this text. */
  count(call: string): number {
    return this.calls.filter((each) => each.startsWith(call)).length;
  }

  /** Pages of `pageSize` jobs. */
  async #passOn(jobs: readonly ObservedJob[], onPage: OnPage): Promise<void> {
    for (let at = 0; at < jobs.length; at += this.pageSize) {
      const onThisPage = jobs.slice(at, at + this.pageSize);
      const jobsOf = async (): Promise<readonly ObservedJob[]> => {
        this.parsed += 1;
        return onThisPage;
      };
      await onPage({ fingerprint: JSON.stringify(onThisPage), jobs: jobsOf });
    }
  }

  async #call<T>(
    name: string,
    faultOfCall: Fault | undefined,
    signal: AbortSignal,
    respond: () => T | Promise<T>,
  ): Promise<T> {
    this.calls.push(name);
    this.inFlight += 1;
    try {
      await Promise.resolve();
      const fault = this.fault ?? faultOfCall;
      if (fault === 'hang') await aborted(signal);
      else if (fault) throw fault;
      signal.throwIfAborted();
      return await respond();
    } finally {
      this.inFlight -= 1;
    }
  }
}

/** An `onAction` that puts every action into effect at once. */
export function obey(job: ObservedJob, action: ActionName): ObservedJob {
  const state = ({ pause: 'paused', resume: 'running', cancel: 'failure' } as const)[action];
  return { ...job, state, native_state: state };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as BackendError);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
