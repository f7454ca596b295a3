/** Clients of several replicas that behave as those behind a load balancer do. */
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

import { compareRevisions } from '@gateway/core';

import { EventParser } from '@gateway/testing/event-parser';

const TICK_MS = 10;
const TRIES = 40;
const RETRY_MS = 250;
const PATH = '/api/jobs?state=running&max_records=20';

/** How much is asked. */
export interface Load {
  readonly watchers: number;
  readonly requestsPerSecond: number;
}

/** What came of it. */
export interface Experience {
  readonly requests: number;
  /** Requests that no replica answered well, and why. */
  readonly failed: readonly string[];
  /** Requests that were sent again, to another replica. */
  readonly moved: number;
  readonly events: number;
  /** Changes that some watcher was told of and another was not. */
  readonly lost: readonly string[];
}

/** A client that reads one watch, on whichever replica answers, and goes on where it was. */
class Watcher {
  readonly seen = new Set<string>();
  cursor: string;
  events = 0;
  #over = false;
  #sent: ClientRequest | undefined;

  constructor(
    private readonly urls: readonly string[],
    private at: number,
    after: string,
  ) {
    this.cursor = after;
  }

  /** Reads until `stop`. */
  async read(): Promise<void> {
    while (!this.#over) {
      await this.#readOnce().catch(() => undefined); // A connection that breaks is what this client is for.
      this.at = (this.at + 1) % this.urls.length;
      if (!this.#over) await pause();
    }
  }

  stop(): void {
    this.#over = true;
    this.#sent?.destroy();
  }

  async #readOnce(): Promise<void> {
    const url = `${this.urls[this.at]}/api/jobs/watch?after=${this.cursor}`;
    this.#sent = request(url, { agent: false }).end();
    const [response] = (await once(this.#sent, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`watch: ${response.statusCode}`);
    const parser = new EventParser();
    for await (const bytes of response) {
      parser.feed(bytes as Buffer);
      for (const { lastEventId, type } of parser.events.splice(0)) {
        if (type !== 'bookmark') this.seen.add(lastEventId);
        this.events += 1;
      }
      if (parser.lastEventId !== '') this.cursor = parser.lastEventId;
    }
  }
}

/** Asks at a steady rate and watches, until the end. */
export class Clients {
  readonly #agents: readonly Agent[];
  readonly #failed: string[] = [];
  readonly #pending = new Set<Promise<void>>();
  #watchers: Watcher[] = [];
  #reading: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #requests = 0;
  #moved = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly load: Load,
  ) {
    this.#agents = urls.map(() => new Agent({ keepAlive: true }));
  }

  /** Every watcher begins at the same revision. */
  async begin(): Promise<void> {
    const answer = await fetch(`${this.urls[0]}/api/jobs?return_records=false`);
    const { revision } = (await answer.json()) as { revision: string };
    this.#watchers = Array.from(
      { length: this.load.watchers },
      (_, at) => new Watcher(this.urls, at % this.urls.length, revision),
    );
    this.#reading = Promise.all(this.#watchers.map((watcher) => watcher.read()));
    const began = Date.now();
    this.#timer = setInterval(() => {
      const due = ((Date.now() - began) / 1_000) * this.load.requestsPerSecond;
      while (this.#requests < due) this.#ask(this.#requests++);
    }, TICK_MS);
  }

  /** How many watchers have not got to a revision yet. */
  watchersBehind(revision: string): number {
    return this.#watchers.filter(({ cursor }) => compareRevisions(cursor, revision) < 0).length;
  }

  async end(): Promise<Experience> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
    for (const watcher of this.#watchers) watcher.stop();
    await this.#reading;
    for (const agent of this.#agents) agent.destroy();
    const first = Math.min(...this.#watchers.map(({ seen }) => seen.size));
    const all = new Set(this.#watchers.flatMap(({ seen }) => [...seen]));
    const horizon = this.#watchers.map(({ cursor }) => cursor).sort(compareRevisions)[0] as string;
    const lost = [...all].filter(
      (id) => compareRevisions(id, horizon) <= 0 && this.#watchers.some(({ seen }) => !seen.has(id)),
    );
    const events = this.#watchers.reduce((sum, watcher) => sum + watcher.events, 0);
    if (first === 0) lost.push('a watcher was told nothing');
    return { requests: this.#requests, failed: this.#failed, moved: this.#moved, events, lost };
  }

  #ask(number: number): void {
    const asked = this.#askAny(number).finally(() => this.#pending.delete(asked));
    this.#pending.add(asked);
  }

  /** A GET that was not answered may be sent again: to the other replica first, and again while both are away. */
  async #askAny(number: number): Promise<void> {
    let at = number % this.urls.length;
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        const status = await this.#askOne(at);
        if (status !== 200) this.#failed.push(`status ${status}`);
        return;
      } catch {
        this.#moved += 1;
        at = (at + 1) % this.urls.length;
        if (tries > 0) await pause();
      }
    }
    this.#failed.push('no replica answers');
  }

  async #askOne(at: number): Promise<number> {
    const sent = request(`${this.urls[at]}${PATH}`, { agent: this.#agents[at] }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    try {
      await once(response.resume(), 'end');
    } catch {
      return 0; // An answer that breaks off is a failure: it is not asked for again.
    }
    return response.statusCode ?? 0;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
