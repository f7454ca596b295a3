/** One dispatched event. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
  /** The last event id when the event was dispatched. */
  readonly lastEventId: string;
}

/** Parses an event stream as a browser does (WHATWG HTML, 9.2.6). A block without a final blank line is ignored. */
export class EventParser {
  readonly events: StreamEvent[] = [];
  /** Empty before the first id. */
  lastEventId = '';
  retryMs: number | undefined;
  /** The number of blocks, including those that are not dispatched. */
  blocks = 0;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #type = '';
  #data = '';
  #id = '';

  /** Parses the next bytes, which may end anywhere. */
  feed(bytes: Uint8Array): void {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    for (;;) {
      const [line] = /^[^\r\n]*(?:\r\n|\n|\r(?=[^]))/.exec(this.#rest) ?? [];
      if (line === undefined) return;
      this.#rest = this.#rest.slice(line.length);
      this.#parseLine(line.replace(/[\r\n]+$/, ''));
    }
  }

  #parseLine(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#type = value;
    if (name === 'data') this.#data += `${value}\n`;
    if (name === 'id' && !value.includes('\0')) this.#id = value;
    if (name === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  #dispatch(): void {
    this.blocks += 1;
    this.lastEventId = this.#id;
    if (this.#data !== '') {
      const [type, data] = [this.#type === '' ? 'message' : this.#type, this.#data.slice(0, -1)];
      this.events.push({ type, data, lastEventId: this.lastEventId });
    }
    this.#type = '';
    this.#data = '';
  }
}
