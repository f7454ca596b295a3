/** Watch clients that check that each of them receives every change, in the same order. */
import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;
/** The first watcher keeps what it was sent of each job. */
const RECORDER = 0;

/** All watchers of one gateway. */
export class Watchers {
  /** The last state of each job, as the first watcher has received it. */
  jobs = new Map();
  /** The job that was changed last. */
  lastJob;

  constructor(url, count, after) {
    this.watchers = Array.from(
      { length: count },
      (_, at) => new Watcher(url, after, at === RECORDER ? (event) => this.#record(event) : undefined),
    );
  }

  open() {
    this.openedAt = Date.now();
    this.reading = Promise.all(this.watchers.map((watcher) => watcher.read()));
  }

  /** The number of watchers that have not received everything up to a revision. */
  behind(revision) {
    return this.watchers.filter(({ last }) => isBefore(last, revision)).length;
  }

  /** Ends the sequences of all watchers at the same event, a later one than they have, so that they can be compared. */
  cutAt(revision) {
    for (const watcher of this.watchers) watcher.end = revision;
  }

  /** The revision up to which the first watcher has received everything. */
  get last() {
    return this.watchers[RECORDER].last;
  }

  /** Events that all watchers have received together. */
  get events() {
    return this.watchers.reduce((sum, { events }) => sum + events, 0);
  }

  /** Times that a watch had to be opened again. */
  get reopened() {
    return this.watchers.reduce((sum, { opened }) => sum + opened - 1, 0);
  }

  /** Watchers whose sequence of events differs from that of the first one, and those that were told to list again. */
  wrong() {
    const [first] = this.watchers;
    return this.watchers.filter(
      ({ events, hash, refused }) => refused || events !== first.events || hash !== first.hash,
    ).length;
  }

  async close() {
    for (const watcher of this.watchers) watcher.stop();
    await this.reading;
  }

  #record(event) {
    const type = event.slice('event: '.length, event.indexOf('\n'));
    const { id, state } = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
    const revision = /^id: (.*)$/m.exec(event)[1];
    if (type === 'removed') {
      this.jobs.set(id, { ...this.jobs.get(id), revision, isRemoved: true });
    } else {
      this.jobs.set(id, { state, revision, isRemoved: false });
      this.lastJob = id;
    }
  }
}

/** True if a revision is before another one. */
export function isBefore(one, other) {
  const [[ms, sequence], [otherMs, otherSequence]] = [one, other].map((each) => each.split('-').map(Number));
  return ms < otherMs || (ms === otherMs && sequence < otherSequence);
}

class Watcher {
  /** Later events are not counted. */
  end;
  events = 0;
  opened = 0;
  /** A hash of the ids of all events in their order. */
  hash = 0;
  refused = false;
  #stopped = false;
  #response;
  #agent = new Agent();

  constructor(url, after, onEvent) {
    this.url = url;
    this.last = after;
    this.onEvent = onEvent;
  }

  async read() {
    while (!this.#stopped && !this.refused) {
      this.opened += 1;
      await this.#readOnce().catch(() => undefined); // The next connection resumes.
      if (!this.#stopped) await delay(RETRY_MS);
    }
  }

  stop() {
    this.#stopped = true;
    this.#response?.destroy();
  }

  async #readOnce() {
    const options = { agent: this.#agent };
    const response = await new Promise((resolve, reject) => {
      get(`${this.url}/api/jobs/watch?after=${this.last}`, options, resolve).on('error', reject);
    });
    this.#response = response;
    this.refused = response.statusCode === 410;
    if (response.statusCode !== 200) return void response.resume();
    let rest = '';
    for await (const piece of response.setEncoding('utf8')) {
      const text = rest + piece;
      const end = text.lastIndexOf('\n\n') + 2;
      if (end > 1) this.#take(text.slice(0, end));
      rest = end > 1 ? text.slice(end) : text;
    }
  }

  /** Complete events. */
  #take(text) {
    for (const event of text.split('\n\n')) {
      const at = event.indexOf('\nid: ');
      if (at < 0) continue;
      const end = event.indexOf('\n', at + 1);
      this.last = event.slice(at + 5, end < 0 ? undefined : end);
      if (event.startsWith('event: bookmark')) continue;
      if (this.end === undefined || !isBefore(this.end, this.last)) this.#count(this.last);
      this.onEvent?.(event);
    }
  }

  #count(id) {
    this.events += 1;
    for (let at = 0; at < id.length; at += 1) this.hash = (Math.imul(this.hash, 31) + id.charCodeAt(at)) | 0;
  }
}
