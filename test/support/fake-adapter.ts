import {
  type ActionName,
  type Adapter,
  type BackendError,
  isNativeId,
  type ObservedJob,
  type PollAnswer,
  type SourceKind,
} from '@gateway/core';

/** A backend that works and consists of a map of jobs, behind the adapter interface. */
export class FakeAdapter implements Adapter {
  readonly jobs = new Map<string, ObservedJob>();
  /** Every call that reached the backend, e.g. `get job-1`. */
  readonly calls: string[] = [];
  /** What it does instead of answering: throws this, or is silent until the caller gives up. */
  fault: Error | 'silent' | undefined;
  /** The fault of actions alone. */
  actionFault: BackendError | undefined;
  /** False for a backend that takes its time to do what it accepted. */
  obeysAtOnce = true;
  readonly actions: readonly ActionName[];
  readonly reruns = false;

  constructor(readonly kind: SourceKind = 'ontap') {
    this.actions = kind === 'ontap' ? ['pause', 'resume', 'cancel'] : [];
  }

  /** Puts a job on the backend; it is running unless told otherwise. */
  add(nativeId: string, fields: Partial<ObservedJob> = {}): void {
    this.jobs.set(nativeId, { native_id: nativeId, state: 'running', native_state: 'running', ...fields });
  }

  isNativeId(text: string): boolean {
    return isNativeId(text);
  }

  async check(signal: AbortSignal): Promise<{ readonly version: string }> {
    await this.#answer('check', signal);
    return { version: '9.13.1' };
  }

  async poll(_cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer> {
    await this.#answer('poll', signal);
    return { form: 'snapshot', jobs: [...this.jobs.values()], complete: true, skipped: 0 };
  }

  async list(_since: number, signal: AbortSignal): Promise<PollAnswer> {
    return this.poll(undefined, signal);
  }

  async get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    await this.#answer(`get ${nativeId}`, signal);
    return this.jobs.get(nativeId);
  }

  async act(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void> {
    await this.#answer(`${action} ${nativeId}`, signal);
    if (this.actionFault) throw this.actionFault;
    if (!this.obeysAtOnce) return;
    const state = { pause: 'paused', resume: 'running', cancel: 'failure' } as const;
    this.add(nativeId, { state: state[action], native_state: state[action] });
  }

  async close(): Promise<void> {}

  async #answer(call: string, signal: AbortSignal): Promise<void> {
    this.calls.push(call);
    const { fault } = this;
    if (fault === 'silent') await aborted(signal);
    else if (fault) throw fault;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as BackendError);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
