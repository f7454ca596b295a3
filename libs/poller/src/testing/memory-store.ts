import {
  type AppendContext,
  type AppendResult,
  type ChangeDraft,
  type EndedJob,
  FIRST_REVISION,
  type Job,
  type JobStore,
  type JobView,
  type Lease,
  LeaseLostError,
  nextRevision,
  type RejectedDraft,
  type Revision,
  type SourceCheckpoint,
  type StoredCount,
  type StoredRevisions,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

/**
 * A store and its view in one, in memory and without delay. Checks drafts and leases as the real ones do, can be made
 * unavailable, and can lose records that the view keeps.
 */
export class MemoryStore implements Pick<
  JobStore,
  | 'append'
  | 'acquireLease'
  | 'releaseLease'
  | 'announce'
  | 'inspect'
  | 'loadCheckpoint'
  | 'revisions'
  | 'saveCheckpoint'
> {
  isShared = false;
  readonly jobs = new Map<string, ViewedJob>();
  /** Every record that was written, in order. */
  readonly log: Job[] = [];
  readonly leases = new Map<string, Lease>();
  readonly checkpoints = new Map<string, SourceCheckpoint>();
  /** The live replicas. */
  readonly replicas = new Set<string>();
  /** While true, every call throws `StoreUnavailableError`. */
  away = false;
  /** While true, `reached` of the view does not resolve. */
  lagging = false;
  /** Active jobs of each source that the view counts besides those in the store. */
  otherActive = 0;
  /** The revisions of records that the store has in another version than the view, or (`undefined`) has lost. */
  readonly damaged = new Map<string, Revision | undefined>();
  /** Ids of records that the store refuses to write, as if they had a later observation. */
  readonly refused = new Set<string>();
  /** Ids that the view reports as damaged. */
  readonly unreadable = new Set<string>();
  readonly #observedAt = new Map<string, number>();
  readonly #lastChanges = new Map<string, string>();
  #fencing = 0;
  #lastRemovedTime = 0;
  #revision = FIRST_REVISION;

  async append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    this.#checkAvailable();
    const lease = this.leases.get(context.source);
    if (context.fencing !== undefined && lease && context.fencing < lease.fencing) throw new LeaseLostError('lost');
    const rejected: RejectedDraft[] = [];
    for (const draft of drafts) {
      const stored = this.#storedRevision(draft.id);
      const storedAt = this.damaged.has(draft.id) ? 0 : (this.#observedAt.get(draft.id) ?? 0);
      const isEarlier = this.refused.has(draft.id) || storedAt > context.observedAt;
      if (stored !== draft.expectedRevision || isEarlier) rejected.push({ id: draft.id, stored });
      else this.#write(draft, context);
    }
    return { revision: this.#revision, rejected };
  }

  async revisions(ids: readonly string[]): Promise<StoredRevisions> {
    this.#checkAvailable();
    return { revision: this.#revision, records: ids.map((id) => this.#storedRevision(id)) };
  }

  async inspect(): Promise<StoredCount | undefined> {
    this.#checkAvailable();
    if (!this.isShared) return undefined;
    const lost = [...this.damaged].filter(([id, revision]) => revision === undefined && this.jobs.has(id));
    return { revision: this.#revision, records: this.jobs.size - lost.length };
  }

  async acquireLease(source: string, holder: string): Promise<Lease | undefined> {
    this.#checkAvailable();
    const held = this.leases.get(source);
    if (held) return held.holder === holder ? held : undefined;
    this.#fencing += 1;
    const lease = { source, holder, fencing: this.#fencing };
    this.leases.set(source, lease);
    return lease;
  }

  async releaseLease(lease: Lease): Promise<void> {
    this.#checkAvailable();
    if (this.leases.get(lease.source)?.fencing === lease.fencing) this.leases.delete(lease.source);
  }

  async announce(replica: string, ttlMs: number): Promise<readonly string[]> {
    this.#checkAvailable();
    if (ttlMs > 0) this.replicas.add(replica);
    else this.replicas.delete(replica);
    return [...this.replicas];
  }

  /** Number of leases granted so far, without renewals. */
  get grantedLeases(): number {
    return this.#fencing;
  }

  /** Gives the source's lease to another replica, as if ours had expired. */
  takeLease(source: string): void {
    this.#fencing += 1;
    this.leases.set(source, { source, holder: 'another-replica', fencing: this.#fencing });
  }

  async loadCheckpoint(source: string): Promise<SourceCheckpoint | undefined> {
    this.#checkAvailable();
    return this.checkpoints.get(source);
  }

  async saveCheckpoint(lease: Lease, checkpoint: SourceCheckpoint): Promise<void> {
    this.#checkAvailable();
    if (this.leases.get(lease.source)?.fencing !== lease.fencing) throw new LeaseLostError('lost');
    this.checkpoints.set(lease.source, checkpoint);
  }

  /** The view over this store. It returns a new object at each call, whose `job` is parsed at each access. */
  get view(): JobView {
    const all = (): ViewedJob[] => [...this.jobs.values()].map(viewedJob);
    const oldestFirst = (): ViewedJob[] => all().sort((a, b) => a.job.created_time.localeCompare(b.job.created_time));
    const present = (source: string): ViewedJob[] => all().filter(({ job }) => job.source.name === source && !job.gone);
    const active = (source: string): ViewedJob[] => present(source).filter(({ job }) => !job.terminal);
    return {
      revision: () => this.#revision,
      reached: (_revision, signal) => (this.lagging ? untilAborted(signal) : Promise.resolve()),
      get: (id) => {
        const stored = this.jobs.get(id);
        return stored && viewedJob(stored);
      },
      revisionOf: (id) => this.jobs.get(id)?.revision,
      damaged: (source) => [...this.unreadable].filter((id) => id.startsWith(`${source}~`)),
      lastChangeOf: (source) => this.#lastChanges.get(source) ?? '',
      byNativeId: (nativeId) => all().filter(({ job }) => job.native_id === nativeId),
      sources: () => new Set(all().map(({ job }) => job.source.name)),
      present,
      presentCount: (source) => present(source).length,
      active,
      activeCount: (source) => active(source).length + this.otherActive,
      oldestFirst,
      endedOldestFirst: () =>
        oldestFirst()
          .filter(({ job }) => job.terminal)
          .map(endedJob),
      lastRemovedTime: () => this.#lastRemovedTime,
      query: async () => ({ records: [], total: 0 }),
      counts: () => ({}),
      size: () => this.jobs.size,
    };
  }

  #write(draft: ChangeDraft, { observedAt, source }: AppendContext): void {
    this.#revision = nextRevision(this.#revision, observedAt);
    this.#lastChanges.set(source, this.#revision);
    this.damaged.delete(draft.id);
    this.unreadable.delete(draft.id);
    if (draft.type === 'remove') {
      const held = this.jobs.get(draft.id)?.job;
      if (held?.terminal) this.#lastRemovedTime = Math.max(this.#lastRemovedTime, Date.parse(held.updated_time));
      this.jobs.delete(draft.id);
      return;
    }
    const job = JSON.parse(draft.text) as Job;
    this.log.push(job);
    this.#observedAt.set(draft.id, observedAt);
    this.jobs.set(draft.id, { id: draft.id, job, text: draft.text, revision: this.#revision });
  }

  #storedRevision(id: string): Revision | undefined {
    return this.damaged.has(id) ? this.damaged.get(id) : this.jobs.get(id)?.revision;
  }

  #checkAvailable(): void {
    if (this.away) throw new StoreUnavailableError('the store is away');
  }
}

function viewedJob({ id, revision, text }: ViewedJob): ViewedJob {
  return {
    id,
    revision,
    text,
    get job() {
      return JSON.parse(text) as Job;
    },
  };
}

/** A job as `endedOldestFirst` returns it. */
export function endedJob({ id, job, revision }: ViewedJob): EndedJob {
  return { id, source: job.source.name, revision, updatedMs: Date.parse(job.updated_time) };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
