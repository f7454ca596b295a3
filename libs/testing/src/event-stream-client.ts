import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { EventParser, type StreamEvent } from './event-parser.js';
import { until } from './until.js';

/** A client of one watch, with its own connection. */
export class EventStreamClient {
  readonly #parser = new EventParser();
  /** True once the stream has ended, whatever the reason. */
  ended = false;

  private constructor(private readonly response: IncomingMessage) {
    response.on('data', (bytes: Buffer) => this.#parser.feed(bytes));
    response.on('error', () => undefined); // A cut connection; `ended` is set on close.
    response.once('close', () => (this.ended = true));
  }

  /** Connects; resolves when the response headers have arrived. */
  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventStreamClient> {
    const sent = request(url, { agent: false, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return new EventStreamClient(response);
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  get headers(): IncomingMessage['headers'] {
    return this.response.headers;
  }

  get events(): readonly StreamEvent[] {
    return this.#parser.events;
  }

  get lastEventId(): string {
    return this.#parser.lastEventId;
  }

  get retryMs(): number | undefined {
    return this.#parser.retryMs;
  }

  /** The number of blocks received, including bookmarks. */
  get blocks(): number {
    return this.#parser.blocks;
  }

  /** The events so far as `<type> <id of the job>`. */
  get received(): readonly string[] {
    return this.events.map(({ data, type }) => `${type} ${(JSON.parse(data) as { readonly id?: string }).id ?? ''}`);
  }

  /** Waits until the last event id is this revision. */
  async reaches(revision: string): Promise<void> {
    await until(`the client is at ${revision}`, () => this.lastEventId === revision);
  }

  /** Waits for the end of the stream. */
  async ends(): Promise<void> {
    await until('the stream ends', () => this.ended);
  }

  /** Stops reading. Once the system's buffers are full, the other events stay in the server. */
  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** Closes the connection without a request. */
  async cut(): Promise<void> {
    if (this.ended) return;
    this.response.destroy();
    await this.ends();
  }
}
