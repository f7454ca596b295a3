import { type Row } from './row-table.js';

/** A map of a million entries grows in one step of 50 ms; a part of it grows in less than one. */
const PARTS = 256;

/** Rows by job id. */
export class IdMap {
  readonly #parts = Array.from({ length: PARTS }, () => new Map<string, Row>());
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: string): Row | undefined {
    return this.#partOf(id).get(id);
  }

  /** Sets the row of a job and returns its row before. */
  set(id: string, row: Row): Row | undefined {
    const part = this.#partOf(id);
    const before = part.get(id);
    part.set(id, row);
    if (before === undefined) this.#size += 1;
    return before;
  }

  delete(id: string): void {
    if (this.#partOf(id).delete(id)) this.#size -= 1;
  }

  /** The rows of all jobs, in no order. */
  *values(): Generator<Row> {
    for (const part of this.#parts) yield* part.values();
  }

  /** Chosen by the last characters, which differ most from job to job. */
  #partOf(id: string): Map<string, Row> {
    let hash = 0;
    for (let at = Math.max(0, id.length - 4); at < id.length; at += 1) hash = hash * 31 + id.charCodeAt(at);
    return this.#parts[hash % PARTS] as Map<string, Row>;
  }
}
