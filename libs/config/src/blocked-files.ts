/** How long a call to a file system may take before the file counts as blocked. */
export const FILE_TIMEOUT_MS = 10_000;

/**
 * Files that do not answer, for example on a network mount whose server is gone. A call to each of them still waits in a
 * thread, which nothing can end; so no other call is made until it has returned.
 */
export class BlockedFiles {
  readonly #blocked = new Set<string>();
  readonly #calls = new Set<Promise<unknown>>();

  /** Adds a file until its call has ended. */
  add(file: string, call: Promise<unknown>): void {
    this.#blocked.add(file);
    this.#whenEnded(call, () => this.#blocked.delete(file));
  }

  /** Notes a call to any file from its beginning, for `allEnded`. */
  begin(call: Promise<unknown>): void {
    this.#calls.add(call);
    this.#whenEnded(call, () => this.#calls.delete(call));
  }

  /** True while a call to this file waits. */
  has(file: string): boolean {
    return this.#blocked.has(file);
  }

  /** The paths of all blocked files. */
  get paths(): readonly string[] {
    return [...this.#blocked];
  }

  /** Resolves when all calls that have begun have ended. */
  async allEnded(): Promise<void> {
    await Promise.allSettled(this.#calls);
  }

  #whenEnded(call: Promise<unknown>, run: () => void): void {
    call.then(run, run);
  }
}
