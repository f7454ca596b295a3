import { inspect } from 'node:util';

const MASK = '[secret]';

/** A text that cannot be printed by accident: string conversion, JSON and `util.inspect` return a mask. */
export class Secret {
  readonly #read: () => string;

  /** The text, or a function that returns the current text of a secret that can change. It must neither wait nor throw. */
  constructor(text: string | (() => string)) {
    this.#read = typeof text === 'string' ? () => text : text;
  }

  /** Returns the current text. Call this only to send it, never to store it. */
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
