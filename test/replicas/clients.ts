/** Clients of several replicas that behave as clients behind a load balancer. */
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

import { compareRevisions } from '@gateway/core';
import { EventParser } from '@gateway/testing/event-parser';

const TICK_MS = 10;
const MAX_TRIES = 40;
const RETRY_MS = 250;
const PATH = '/api/jobs?state=running&max_records=20';

/** The load of the clients. */
export interface Load {
  readonly watchClients: number;
  readonly requestsPerSecond: number;
}

/** The result of a run of the clients. */
export interface ClientReport {
  readonly requests: number;
  /** The reason of each failed request. */
  readonly failed: readonly string[];
  /** The number of requests sent again to another replica. */
  readonly retried: number;
  readonly events: number;
  /** Changes that some watch clients received and others did not. */
  readonly lost: readonly string[];
}

/** A client of one watch. When a connection breaks, it resumes after its last event on the next replica. */
class WatchClient {
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
      await this.#readOnce().catch(() => undefined); // The next connection resumes.
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

/** Sends requests at a steady rate and reads watches until `stop`. */
export class Clients {
  readonly #agents: readonly Agent[];
  readonly #failed: string[] = [];
  readonly #pending = new Set<Promise<void>>();
  #watchClients: WatchClient[] = [];
  #reading: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #requests = 0;
  #retried = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly load: Load,
  ) {
    this.#agents = urls.map(() => new Agent({ keepAlive: true }));
  }

  /** Starts the load. Every watch starts at the same revision. */
  async start(): Promise<void> {
    const response = await fetch(`${this.urls[0]}/api/jobs?return_records=false`);
    const { revision } = (await response.json()) as { revision: string };
    this.#watchClients = Array.from(
      { length: this.load.watchClients },
      (_, at) => new WatchClient(this.urls, at % this.urls.length, revision),
    );
    this.#reading = Promise.all(this.#watchClients.map((client) => client.read()));
    const began = Date.now();
    this.#timer = setInterval(() => {
      const due = ((Date.now() - began) / 1_000) * this.load.requestsPerSecond;
      while (this.#requests < due) this.#send(this.#requests++);
    }, TICK_MS);
  }

  /** The number of watch clients that have not reached a revision yet. */
  watchClientsBehind(revision: string): number {
    return this.#watchClients.filter(({ cursor }) => compareRevisions(cursor, revision) < 0).length;
  }

  /** Waits for the pending requests, ends the watches and returns the result. */
  async stop(): Promise<ClientReport> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
    for (const client of this.#watchClients) client.stop();
    await this.#reading;
    for (const agent of this.#agents) agent.destroy();
    const fewest = Math.min(...this.#watchClients.map(({ seen }) => seen.size));
    const all = new Set(this.#watchClients.flatMap(({ seen }) => [...seen]));
    const readByAll = this.#watchClients.map(({ cursor }) => cursor).sort(compareRevisions)[0] as string;
    const lost = [...all].filter(
      (id) => compareRevisions(id, readByAll) <= 0 && this.#watchClients.some(({ seen }) => !seen.has(id)),
    );
    const events = this.#watchClients.reduce((sum, client) => sum + client.events, 0);
    if (fewest === 0) lost.push('a watch client received no change');
    return { requests: this.#requests, failed: this.#failed, retried: this.#retried, events, lost };
  }

  #send(number: number): void {
    const sent = this.#sendToAny(number).finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
  }

  /** Sends a GET again if its connection broke: to the other replica first, then to both in turn. */
  async #sendToAny(number: number): Promise<void> {
    let at = number % this.urls.length;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      try {
        const status = await this.#sendTo(at);
        if (status !== 200) this.#failed.push(`status ${status}`);
        return;
      } catch {
        this.#retried += 1;
        at = (at + 1) % this.urls.length;
        if (tries > 0) await pause();
      }
    }
    this.#failed.push('no replica responded');
  }

  async #sendTo(at: number): Promise<number> {
    const sent = request(`${this.urls[at]}${PATH}`, { agent: this.#agents[at] }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    try {
      await once(response.resume(), 'end');
    } catch {
      return 0; // A response that breaks off counts as failed; the request is not sent again.
    }
    return response.statusCode ?? 0;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
