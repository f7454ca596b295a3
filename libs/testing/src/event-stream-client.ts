import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { EventParser, type StreamEvent } from './event-parser.js';
import { until } from './until.js';

/** A client of a watch: one connection of its own. */
export class EventStreamClient {
  readonly #parser = new EventParser();
  /** True once nothing comes any more, however it ended. */
  ended = false;

  private constructor(private readonly response: IncomingMessage) {
    response.on('data', (bytes: Buffer) => this.#parser.feed(bytes));
    response.on('error', () => undefined); // A connection that is cut says so; `ended` tells.
    response.once('close', () => (this.ended = true));
  }

  /** Connects; resolves when the headers are there. */
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

  /** How many blocks came, bookmarks too. */
  get blocks(): number {
    return this.#parser.blocks;
  }

  /** The events so far as `<type> <id of the job>`. */
  get told(): readonly string[] {
    return this.events.map(({ data, type }) => `${type} ${(JSON.parse(data) as { readonly id?: string }).id ?? ''}`);
  }

  /** Waits until the cursor is there. */
  async reaches(revision: string): Promise<void> {
    await until(`the client is at ${revision}`, () => this.lastEventId === revision);
  }

  /** Waits for the end of the stream. */
  async ends(): Promise<void> {
    await until('the stream ends', () => this.ended);
  }

  /** Reads no more; what the system's buffers do not take stays with the server. */
  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** Goes away without a word. */
  async cut(): Promise<void> {
    if (this.ended) return;
    this.response.destroy();
    await this.ends();
  }
}
