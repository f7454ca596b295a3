/** One server-sent event. */
export interface ServerEvent {
  /** `message` if the stream does not name it. */
  readonly type: string;
  readonly data: string;
  /** The id of this event or of the last one before it that had one. */
  readonly id: string | undefined;
}

/** Reads a stream of server-sent events from its pieces, which can be cut anywhere. */
export class EventParser {
  #rest = '';
  #type = '';
  #data: string[] = [];
  #id: string | undefined;
  /** False until a field of the current event was read. */
  #begun = false;

  /** The events that end in this piece. */
  feed(text: string): readonly ServerEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => this.#take(line)).filter((event) => event !== undefined);
  }

  #take(line: string): ServerEvent | undefined {
    if (line === '') return this.#end();
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id') this.#id = value === '' ? undefined : value;
    else return undefined;
    this.#begun = true;
    return undefined;
  }

  #end(): ServerEvent | undefined {
    const event = this.#begun && { type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id };
    this.#type = '';
    this.#data = [];
    this.#begun = false;
    return event || undefined;
  }
}
