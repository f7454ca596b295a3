import { type Adapter, type Source, StoreUnavailableError, type ViewedJob } from '@gateway/core';

import { JobRequests } from './job-requests.js';
import { SelfCheck } from './self-check.js';
import { type SourceDeps } from '../poller-deps.js';
import { SourcePoller } from './source-poller.js';

const RETRY_MS = 1_000;

/** A source and the adapter that speaks to it. */
export interface PolledSource {
  readonly source: Source;
  readonly adapter: Adapter;
}

/** A job that somebody waits for. */
interface Followed {
  readonly nativeId: string;
  leave: () => void;
}

/** All that goes on at one source: its polls, its questions and actions for single jobs, and who waits for them. */
export class SourceRunner {
  readonly poller: SourcePoller;
  readonly single: JobRequests;
  readonly #check: SelfCheck;
  readonly #followed = new Set<Followed>();

  constructor(
    readonly polled: PolledSource,
    private readonly parts: SourceDeps,
  ) {
    this.poller = new SourcePoller(polled.source, polled.adapter, parts);
    this.single = new JobRequests(this.poller, parts);
    this.#check = new SelfCheck(this.poller, parts);
  }

  /** Takes up where the last run left off. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.poller.start();
    this.#check.start();
  }

  /** Does the same in the middle of a run: while the store is away it is tried again each second. */
  async startOnceStoreAnswers(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      if (this.poller.stopped.aborted) return;
      this.parts.timers.set(this.#timer, RETRY_MS, () => {
        this.startOnceStoreAnswers().catch((fault: unknown) => {
          const { source } = this.polled;
          this.parts.logger.error({ source: source.name, err: fault }, 'source cannot be started by a fault of ours');
        });
      });
    }
  }

  /** Ends what runs, actions too, and gives the lease back. */
  async stop(): Promise<void> {
    this.parts.timers.clear(this.#timer);
    await this.poller.stop();
    await this.#check.stop();
    await this.single.stop();
  }

  /** The same, once the actions under way have come to their end. */
  async retire(): Promise<void> {
    await this.single.acting();
    await this.stop();
  }

  /** Polls a job alone until it has ended, or until the function given back is called. */
  follow({ job }: ViewedJob): () => void {
    const followed: Followed = { nativeId: job.native_id, leave: this.single.follow(job.native_id) };
    this.#followed.add(followed);
    return () => {
      followed.leave();
      this.#followed.delete(followed);
    };
  }

  /** Goes on following what another one of the same source followed; who waits there leaves from here on. */
  inherit(from: SourceRunner): void {
    for (const followed of from.#followed) {
      followed.leave();
      const leave = this.single.follow(followed.nativeId);
      this.#followed.add(followed);
      followed.leave = () => {
        leave();
        this.#followed.delete(followed);
      };
    }
  }

  get #timer(): string {
    return `start ${this.polled.source.name}`;
  }
}
