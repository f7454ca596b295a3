/** The requests that a backend has received, without headers and bodies and therefore without credentials. */
import { type ServerResponse } from 'node:http';

import { type Call } from './call.js';
import { CALL_KINDS, type CallKind } from './dialect.js';

const KEPT = 10_000;

/** One request; `query` is the text after the question mark as sent. */
export interface LoggedRequest {
  readonly at: number;
  readonly call: CallKind;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorised: boolean;
}

/** Counts all requests and keeps the last 10,000. */
export class RequestLog {
  readonly #recent: LoggedRequest[] = [];
  readonly #counts = new Map<CallKind, number>();
  #underWay = 0;
  #mostUnderWay = 0;
  #unauthorised = 0;
  #held = 0;

  /** The last requests, oldest first. */
  get recent(): readonly LoggedRequest[] {
    return this.#recent;
  }

  /** The number of requests of each kind. */
  get counts(): Readonly<Record<CallKind, number>> {
    const counts = CALL_KINDS.map((call) => [call, this.#counts.get(call) ?? 0]);
    return Object.fromEntries(counts) as Record<CallKind, number>;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The number of requests without a valid login. */
  get unauthorised(): number {
    return this.#unauthorised;
  }

  /** The largest number of requests that were open at once. */
  get mostUnderWay(): number {
    return this.#mostUnderWay;
  }

  /** The number of requests on open connections that a fault leaves unanswered. */
  get held(): number {
    return this.#held;
  }

  /** Counts this response as held until its connection closes. */
  hold(response: ServerResponse): void {
    if (response.socket === null || response.socket.destroyed) return;
    this.#held += 1;
    response.once('close', () => {
      this.#held -= 1;
    });
  }

  /** Records a request. Call the returned function when the request has ended. */
  note(request: Call, call: CallKind, authorised: boolean, at: number): () => void {
    const [path = '', ...query] = request.target.split('?');
    this.#recent.push({ at, call, method: request.method, path, query: query.join('?'), authorised });
    if (this.#recent.length > KEPT) this.#recent.shift();
    this.#counts.set(call, (this.#counts.get(call) ?? 0) + 1);
    if (!authorised) this.#unauthorised += 1;
    this.#underWay += 1;
    this.#mostUnderWay = Math.max(this.#mostUnderWay, this.#underWay);
    return () => {
      this.#underWay -= 1;
    };
  }

  /** Clears everything except the count of open requests. */
  clear(): void {
    this.#recent.length = 0;
    this.#counts.clear();
    this.#unauthorised = 0;
    this.#mostUnderWay = this.#underWay;
  }
}
