import { EXIT } from './exit-codes.js';

/** What Ctrl-C does: it ends the program, unless a command has set something else for the next one. */
export class Interrupts {
  #handler: (() => void) | undefined;

  constructor() {
    process.on('SIGINT', () => this.interrupt());
  }

  /** Does what Ctrl-C does; for prompts, which read the key themselves. */
  interrupt(): void {
    const handler = this.#handler;
    this.#handler = undefined;
    if (handler) handler();
    else this.leave();
  }

  /**
   * Calls `handler` once in place of ending the program, so that a second Ctrl-C always ends it. The returned function
   * withdraws the handler.
   */
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
