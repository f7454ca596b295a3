/** A client that keeps every record a gateway shows it, in lists and in a watch. */
import { compareRevisions, FIRST_REVISION, type Revision } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';

/** A record as the gateway showed it, and the revision of that list or event. */
export interface ShownRecord {
  readonly at: Revision;
  readonly text: string;
}

interface List {
  readonly revision: Revision;
  readonly records: readonly { readonly id: string }[];
}

/** Reads from one gateway, also after restarts. `faults` has one sentence for each fault. */
export class Reader {
  /** The latest record shown of each job, by id. */
  readonly shown = new Map<string, ShownRecord>();
  readonly faults: string[] = [];
  /** The latest revision in a list or in the watch. */
  revision: Revision = FIRST_REVISION;
  /** The last event id of the watch; empty before the first one. */
  cursor = '';
  lists = 0;
  events = 0;

  constructor(
    private readonly url: string,
    private readonly sources: readonly string[],
  ) {}

  /** Waits until the gateway returns a list, and keeps it. Returns false if `isOver` first. */
  async waitForList(isOver: () => boolean): Promise<boolean> {
    while (!isOver()) {
      if (await this.#list()) return true;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return false;
  }

  /** Lists, watches and polls sources without a pause, until `isOver`. */
  async read(isOver: () => boolean): Promise<void> {
    await Promise.all([this.#watch(isOver), this.#keepListing(isOver), this.#keepPolling(isOver)]);
  }

  async #keepListing(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.#list();
  }

  async #keepPolling(isOver: () => boolean): Promise<void> {
    for (let at = 0; !isOver(); at += 1) {
      await this.#request(`/api/sources/${this.sources[at % this.sources.length]}/poll`, 'POST');
    }
  }

  async #list(): Promise<boolean> {
    const shownBefore = this.revision;
    const body = (await this.#request('/api/jobs?max_records=1000', 'GET')) as List | undefined;
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
    if (client.status !== 200) this.faults.push(`the watch did not resume after ${this.cursor}: ${client.status}`);
    let read = 0;
    const readEvents = (): void => {
      for (const { data, lastEventId: id, type } of client.events.slice(read)) {
        read += 1;
        if (type === 'removed') this.faults.push(`the watch removed a job: ${data}`);
        const record = JSON.parse(data) as { readonly id: string };
        this.events += 1;
        // The jobs that a watch without a cursor begins with have no event id.
        this.#keep(record.id, id === '' ? FIRST_REVISION : id, JSON.stringify(record));
        if (id === '') continue;
        this.#reach(id, 'the watch', this.cursor);
        this.cursor = id;
      }
      this.cursor = client.lastEventId || this.cursor;
    };
    while (!isOver() && !client.ended) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      readEvents();
    }
    await client.cut();
    readEvents();
  }

  #reach(revision: Revision, what: string, after: Revision): void {
    if (after !== '' && compareRevisions(revision, after) < 0)
      this.faults.push(`${what} went back to ${revision}, after ${after}`);
    if (compareRevisions(revision, this.revision) > 0) this.revision = revision;
  }

  #keep(id: string, at: Revision, text: string): void {
    const known = this.shown.get(id);
    if (known === undefined || compareRevisions(at, known.at) >= 0) this.shown.set(id, { at, text });
  }

  /** The JSON of a response; `undefined` if the gateway is down or the response was cut off. */
  async #request(path: string, method: string): Promise<unknown> {
    try {
      const response = await fetch(this.url + path, { method });
      if (response.ok) return await response.json();
      this.faults.push(`${method} ${path} returned ${response.status}`);
    } catch (error) {
      // Errors of `fetch` come from another realm than the test, so `instanceof` does not work.
      if (!['TypeError', 'SyntaxError'].includes((error as Error).name)) throw error;
    }
    return undefined;
  }
}
