import { EXIT } from './exit-codes.js';

/** What Ctrl-C does: it ends the program, unless a command has set something else. */
export class Interrupts {
  #handler: (() => void) | undefined;

  constructor() {
    process.on('SIGINT', () => this.interrupt());
  }

  /** Does what Ctrl-C does; for prompts, which read the key themselves. */
  interrupt(): void {
    if (this.#handler) this.#handler();
    else this.leave();
  }

  /** Calls `handler` in place of ending the program, until the returned function is called. */
  handle(handler: () => void): () => void {
    this.#handler = handler;
    return () => {
      if (this.#handler === handler) this.#handler = undefined;
    };
  }

  /** Ends the program at once. */
  leave(): never {
    process.exit(EXIT.interrupted);
  }
}
