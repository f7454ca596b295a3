/** An event of a stream of server-sent events. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events from chunks of text. Comments and `retry` are left out. */
export class StreamReader {
  #rest = '';
  #event = '';
  #id: string | undefined;
  #data: string[] = [];

  /** Returns the events that are complete with this chunk. */
  read(chunk: string): readonly StreamEvent[] {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): readonly StreamEvent[] {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'id') this.#id = value;
    else if (field === 'data') this.#data.push(value);
    return [];
  }

  #end(): readonly StreamEvent[] {
    const event = { event: this.#event, id: this.#id, data: this.#data.join('\n') };
    this.#event = '';
    this.#id = undefined;
    this.#data = [];
    return event.event === '' && event.data === '' ? [] : [event];
  }
}
