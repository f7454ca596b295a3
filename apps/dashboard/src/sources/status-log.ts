import { type SourceStatus } from './source-order';

/** A change of the status of a source that the page has seen. */
export interface StatusChange {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly time: number;
  readonly from: SourceStatus;
  readonly to: SourceStatus;
}

/** Changes that are kept of one source. */
const KEPT = 20;

/** The changes of status that the page has seen since it was opened. The gateway keeps none. */
export class StatusLog {
  readonly #known = new Map<string, SourceStatus>();
  readonly #changes = new Map<string, readonly StatusChange[]>();

  /** Compares sources with what was known of them. */
  note(sources: readonly { readonly name: string; readonly status: SourceStatus }[], time: number): void {
    for (const { name, status } of sources) {
      const from = this.#known.get(name);
      this.#known.set(name, status);
      if (from === undefined || from === status) continue;
      this.#changes.set(name, [{ time, from, to: status }, ...this.of(name)].slice(0, KEPT));
    }
  }

  /** The changes of a source, newest first. */
  of(name: string): readonly StatusChange[] {
    return this.#changes.get(name) ?? [];
  }
}

/** The one log of the page. */
export const statusLog = new StatusLog();
