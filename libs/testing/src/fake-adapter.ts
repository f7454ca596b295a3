import {
  type ActionName,
  type Adapter,
  type BackendError,
  type ObservedJob,
  type PollAnswer,
  type SourceKind,
} from '@gateway/core';

/** What a fake backend does instead of answering: throws, or is silent until the caller gives up. */
export type Fault = BackendError | 'hang';

/** A backend that is a map of jobs behind the adapter interface. */
export class FakeBackend implements Adapter {
  readonly jobs = new Map<string, ObservedJob>();
  readonly calls: string[] = [];
  readonly faults: { poll?: Fault; list?: Fault; get?: Fault; act?: Fault; check?: Fault } = {};
  readonly actions: readonly ActionName[];
  readonly reruns: boolean;
  /** What polls leave out although it is there, and whether they admit it. */
  unlisted = new Set<string>();
  complete = true;
  /** Items of the listing that are no jobs. */
  skipped = 0;
  form: PollAnswer['form'] = 'snapshot';
  /** What an accepted action does to its job. */
  onAction: (job: ObservedJob, action: ActionName) => ObservedJob = (job) => job;
  closed = false;
  inFlight = 0;

  constructor(readonly kind: SourceKind = 'ontap') {
    this.actions = kind === 'ontap' ? ['pause', 'resume', 'cancel'] : [];
    this.reruns = kind === 'unified-manager';
  }

  isNativeId(text: string): boolean {
    return /^[\w:-]+$/.test(text);
  }

  check(signal: AbortSignal): Promise<{ version: string }> {
    return this.#call('check', this.faults.check, signal, () => ({ version: '9.13.1' }));
  }

  poll(cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer> {
    return this.#call(`poll ${cursor ?? '-'}`, this.faults.poll, signal, () => ({
      form: this.form,
      jobs: [...this.jobs.values()].filter((job) => !this.unlisted.has(job.native_id)),
      complete: this.complete,
      skipped: this.skipped,
      cursor: `seen-${this.jobs.size}`,
    }));
  }

  list(_since: number, signal: AbortSignal): Promise<PollAnswer> {
    return this.#call('list', this.faults.list, signal, () => ({
      form: this.form,
      jobs: [...this.jobs.values()],
      complete: this.complete,
      skipped: this.skipped,
    }));
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

  /** How often a call was made. */
  count(call: string): number {
    return this.calls.filter((made) => made.startsWith(call)).length;
  }

  async #call<T>(name: string, fault: Fault | undefined, signal: AbortSignal, answer: () => T): Promise<T> {
    this.calls.push(name);
    this.inFlight += 1;
    try {
      await Promise.resolve();
      if (fault === 'hang') await silence(signal);
      else if (fault) throw fault;
      signal.throwIfAborted();
      return answer();
    } finally {
      this.inFlight -= 1;
    }
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => reject(signal.reason as BackendError);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
