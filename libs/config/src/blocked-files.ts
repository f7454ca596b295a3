/** How long a call to a file system may take before the file counts as blocked. */
export const FILE_TIMEOUT_MS = 10_000;

/**
 * Files that do not answer, for example on a network mount whose server is gone. A call to each of them still waits in a
 * thread, which nothing can end; so no other call is made until it has returned.
 */
export class BlockedFiles {
  readonly #waiting = new Set<string>();

  /** Adds a file until its call has ended. */
  add(file: string, call: Promise<unknown>): void {
    this.#waiting.add(file);
    const remove = (): void => void this.#waiting.delete(file);
    call.then(remove, remove);
  }

  /** True while a call to this file waits. */
  has(file: string): boolean {
    return this.#waiting.has(file);
  }

  /** The paths of all blocked files. */
  get paths(): readonly string[] {
    return [...this.#waiting];
  }
}
