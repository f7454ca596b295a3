/** Requests at a steady rate: lists, filters, searches, counts, single jobs, sources and metrics. */
import { Agent, get } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';

const TICK_MS = 20;
/** Connections of the requests. */
export const CONNECTIONS = 32;
/** Requests that wait for their answers at most; beyond it the gateway is slower than the load, and requests are left out. */
const MAX_PENDING = 500;

/** Sends requests until `stop`. */
export class Requests {
  sent = 0;
  skipped = 0;
  /** Answers with another status than expected, by status. */
  failed = new Map();
  #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  #pending = 0;
  #etag;
  #timer;
  #drained = () => undefined;

  /** `jobId` returns the id of some job. */
  constructor(url, jobId) {
    this.url = url;
    this.jobId = jobId;
  }

  start(perSecond) {
    const began = Date.now();
    this.#timer = setInterval(() => {
      const due = ((Date.now() - began) * perSecond) / 1_000;
      while (this.sent + this.skipped < due) {
        if (this.#pending >= MAX_PENDING) this.skipped += 1;
        else this.#send(this.sent);
      }
    }, TICK_MS);
  }

  async stop() {
    clearInterval(this.#timer);
    if (this.#pending > 0) await new Promise((resolve) => (this.#drained = resolve));
    this.#agent.destroy();
  }

  #send(number) {
    this.sent += 1;
    this.#pending += 1;
    const headers = number % 10 === 1 && this.#etag ? { 'if-none-match': this.#etag } : {};
    get(`${this.url}${this.#path(number)}`, { agent: this.#agent, headers }, (response) => {
      const { headers: answered, statusCode } = response;
      if (number % 10 === 0) this.#etag = answered.etag;
      if (statusCode !== 200 && statusCode !== 304) this.#fail(`status ${statusCode}`);
      response.resume().on('close', () => this.#ended());
    }).on('error', (error) => {
      this.#fail(error.code ?? error.message);
      this.#ended();
    });
  }

  #path(number) {
    switch (number % 10) {
      case 0:
      case 1:
        return '/api/jobs?state=running&max_records=20';
      case 2:
        return `/api/jobs?source.name=cluster${5 + (number % 20)}`;
      case 3:
        return `/api/jobs?query=step%20${number % 4}&max_records=10`;
      case 4:
        return '/api/jobs?state=failure&max_records=50&order_by=end_time';
      case 5:
        return '/api/jobs/summary?group_by=state';
      case 6:
        return `/api/jobs/${this.jobId()}`;
      case 7:
        return '/api/jobs?return_records=false';
      case 8:
        return '/api/sources?max_records=20';
      default:
        return number % 100 === 9 ? '/metrics' : '/api/cluster/jobs?max_records=20';
    }
  }

  #fail(what) {
    this.failed.set(what, (this.failed.get(what) ?? 0) + 1);
  }

  #ended() {
    this.#pending -= 1;
    if (this.#pending === 0) this.#drained();
  }
}
