/** A reader of a gateway that keeps what it was shown: lists, asked for again and again, and one watch. */
import { compareRevisions, FIRST_REVISION, type Revision } from '@gateway/core';

import { EventStreamClient } from '@gateway/testing/event-stream-client';

/** A record as a reader saw it, and a revision at which it was so. */
export interface ShownRecord {
  readonly at: Revision;
  readonly text: string;
}

interface List {
  readonly revision: Revision;
  readonly records: readonly { readonly id: string }[];
}

/** Reads through any number of lives of one gateway. What it finds wrong on the way is in `faults`. */
export class Reader {
  /** The latest that was shown of each job, by id. */
  readonly shown = new Map<string, ShownRecord>();
  readonly faults: string[] = [];
  /** The latest revision shown in a list or by the watch. */
  revision: Revision = FIRST_REVISION;
  /** The last cursor the watch gave; empty before the first. */
  cursor = '';
  lists = 0;
  events = 0;

  constructor(
    private readonly url: string,
    private readonly sources: readonly string[],
  ) {}

  /** Waits until the gateway answers and takes its list in; false when `isOver` came first. */
  async begin(isOver: () => boolean): Promise<boolean> {
    while (!isOver()) {
      if (await this.#list()) return true;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return false;
  }

  /** Lists, watches and has sources polled without a pause, until `isOver`. */
  async read(isOver: () => boolean): Promise<void> {
    await Promise.all([this.#watch(isOver), this.#keepListing(isOver), this.#keepPolling(isOver)]);
  }

  async #keepListing(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.#list();
  }

  async #keepPolling(isOver: () => boolean): Promise<void> {
    for (let at = 0; !isOver(); at += 1) {
      await this.#ask(`/api/sources/${this.sources[at % this.sources.length]}/poll`, 'POST');
    }
  }

  async #list(): Promise<boolean> {
    const shownBefore = this.revision;
    const body = (await this.#ask('/api/jobs?max_records=1000', 'GET')) as List | undefined;
    if (body === undefined) return false;
    this.lists += 1;
    this.#reach(body.revision, 'a list', shownBefore);
    for (const record of body.records) this.#keep(record.id, body.revision, JSON.stringify(record));
    return true;
  }

  async #watch(isOver: () => boolean): Promise<void> {
    const headers: Record<string, string> = this.cursor === '' ? {} : { 'last-event-id': this.cursor };
    const client = await EventStreamClient.open(`${this.url}/api/jobs/watch`, headers).catch(() => undefined);
    if (client === undefined) return;
    if (client.status !== 200) this.faults.push(`the watch was not taken up after ${this.cursor}: ${client.status}`);
    let taken = 0;
    const take = (): void => {
      for (const { data, lastEventId: id, type } of client.events.slice(taken)) {
        taken += 1;
        if (type === 'removed') this.faults.push(`the watch says that a job is gone: ${data}`);
        this.#reach(id, 'the watch', this.cursor);
        this.cursor = id;
        const record = JSON.parse(data) as { readonly id: string };
        this.#keep(record.id, id, JSON.stringify(record));
        this.events += 1;
      }
      this.cursor = client.lastEventId || this.cursor;
    };
    while (!isOver() && !client.ended) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      take();
    }
    await client.cut();
    take();
  }

  #reach(revision: Revision, what: string, after: Revision): void {
    if (after !== '' && compareRevisions(revision, after) < 0)
      this.faults.push(`${what} went back to ${revision}, after ${after}`);
    if (compareRevisions(revision, this.revision) > 0) this.revision = revision;
  }

  #keep(id: string, at: Revision, text: string): void {
    const held = this.shown.get(id);
    if (held === undefined || compareRevisions(at, held.at) >= 0) this.shown.set(id, { at, text });
  }

  /** The JSON of an answer; `undefined` where the gateway is gone or its answer was cut off. */
  async #ask(path: string, method: string): Promise<unknown> {
    try {
      const response = await fetch(this.url + path, { method });
      if (response.ok) return await response.json();
      this.faults.push(`${method} ${path} was answered ${response.status}`);
    } catch (error) {
      // What `fetch` throws is of another realm than the test.
      if (!['TypeError', 'SyntaxError'].includes((error as Error).name)) throw error;
    }
    return undefined;
  }
}
