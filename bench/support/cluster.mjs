import { Buffer } from 'node:buffer';

import { ontapJob, uuidOf } from './ontap-jobs.mjs';

const PAGE = 1_000;

/**
 * One simulated ONTAP cluster. It lists the jobs from `#first` to `#next`, in pages that are serialised once and again
 * only after a change.
 */
export class Cluster {
  /** Requests for a first page. */
  listings = 0;
  #number;
  #dates;
  #first = 0;
  #next;
  #lives = new Map();
  /** Numbers of the running jobs, oldest first. */
  #running = [];
  #turn = 0;
  #progressed = 0;
  #pages = [];

  /** The newest `running` of `jobs` jobs run. */
  constructor(number, { base, jobs, running }) {
    this.#number = number;
    this.#dates = { base, jobs };
    this.#next = jobs;
    for (let at = Math.max(0, jobs - running); at < jobs; at += 1) this.#begin(at, base - (jobs - at) * 1_000);
  }

  /** Number of jobs so far. */
  get jobs() {
    return this.#next;
  }

  /** Number of jobs that the cluster lists now. */
  get listed() {
    return this.#next - this.#first;
  }

  /** Adds jobs that have ended. */
  add(count) {
    this.#next += count;
    this.#pages = [];
  }

  /** Lists the newest jobs only. */
  keep(count) {
    this.#first = Math.max(this.#first, this.#next - count);
    this.#pages = [];
  }

  /** The pages as bytes. */
  page(index) {
    this.#pages[index] ??= this.#write(index);
    return this.#pages[index];
  }

  /** The bytes of one job; `undefined` if it is not listed. */
  job(uuid) {
    const at = this.#numberOf(uuid);
    return at === undefined ? undefined : Buffer.from(JSON.stringify(this.#job(at)));
  }

  /** Changes the state of an active job. Returns false for any other. */
  act(uuid, action) {
    const life = this.#lives.get(this.#numberOf(uuid));
    if (life === undefined || life.end !== undefined) return false;
    if (action === 'cancel') life.end = Date.now();
    else life.state = action === 'pause' ? 'paused' : 'running';
    this.#pages = [];
    return true;
  }

  /**
   * Changes jobs and returns the number of changes that a reader sees: progress of a running job, its end, progress of
   * another, and a new job, for which the oldest leaves the list.
   */
  change() {
    const turn = this.#turn++ % 4;
    if (turn === 1) this.#end();
    else if (turn === 3) this.#start();
    else this.progress();
    return turn === 3 ? 2 : 1;
  }

  /** Changes the message of a running job, each time of another. Returns its uuid. */
  progress() {
    const at = this.#running[this.#progressed++ % this.#running.length];
    const life = this.#lives.get(at);
    life.percent = (life.percent % 99) + 1;
    this.#forgetPage(at);
    return uuidOf(this.#number, at);
  }

  /** Ends the oldest running job. */
  #end() {
    const at = this.#running.shift();
    this.#lives.get(at).end = Date.now();
    this.#forgetPage(at);
  }

  #start() {
    this.#begin(this.#next, Date.now());
    this.#next += 1;
    this.#lives.delete(this.#first);
    this.#first += 1;
    this.#pages = [];
  }

  #begin(at, start) {
    this.#lives.set(at, { state: 'running', percent: 0, start });
    this.#running.push(at);
  }

  #forgetPage(at) {
    this.#pages[Math.floor((at - this.#first) / PAGE)] = undefined;
  }

  #numberOf(uuid) {
    const at = Number.parseInt(uuid.slice(-8), 16);
    return at >= this.#first && at < this.#next && uuidOf(this.#number, at) === uuid ? at : undefined;
  }

  #job(at) {
    return ontapJob(this.#number, at, this.#dates, this.#lives.get(at));
  }

  #write(index) {
    const from = this.#first + index * PAGE;
    const to = Math.min(this.#next, from + PAGE);
    const records = [];
    for (let at = from; at < to; at += 1) records.push(JSON.stringify(this.#job(at)));
    const href = `/c${this.#number}/api/cluster/jobs?page=${index + 1}`;
    const links = to < this.#next ? `,"_links":{"next":{"href":"${href}"}}` : '';
    return Buffer.from(`{"records":[${records.join(',')}],"num_records":${records.length}${links}}`);
  }
}
