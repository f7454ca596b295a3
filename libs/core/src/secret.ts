import { inspect } from 'node:util';

const MASK = '[secret]';

/** A text that cannot be printed by accident: string conversion, JSON and `util.inspect` all show a mask. */
export class Secret {
  readonly #read: () => string;

  /** Takes the text itself, or a function that reads it afresh each time (a secret file). */
  constructor(text: string | (() => string)) {
    this.#read = typeof text === 'string' ? () => text : text;
  }

  /** The text. Call it only where it is sent, never to keep it. */
  reveal(): string {
    return this.#read();
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
