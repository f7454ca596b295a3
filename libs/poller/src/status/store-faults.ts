import { type CycleResult } from './cycle-result.js';

/** Records that the store has lost, and when they were restored, in ms; absent until then. */
interface LostRecords {
  readonly records: number;
  readonly foundBy: LossFinder;
  readonly restoredAt?: number;
}

/** What has found that records are lost. The self-check of a source runs on the replica that polls it. */
export type LossFinder = 'self-check' | 'store check';

/** What is wrong with the records of one source in the store. As long as anything is, the source is not `ok`. */
export class StoreFaults {
  /** Number of writes that the store refused since the start. */
  refusals = 0;
  #refused = 0;
  #damaged = 0;
  #lost: LostRecords | undefined;

  /** `onChange` receives the sentence for the source's report; `undefined` if nothing is wrong. */
  constructor(private readonly onChange: (reason: string | undefined) => void) {}

  /** Takes over what the store refused in a cycle. Restored records count as lost until a later poll has succeeded. */
  cycleEnded({ began, isFresh, refused }: CycleResult): void {
    this.#refused = refused;
    if (isFresh && this.#lost?.restoredAt !== undefined && began >= this.#lost.restoredAt) this.#lost = undefined;
    this.onChange(this.#reason());
  }

  /**
   * Another replica polls the source: it knows what the store refuses, compares the records itself, and polls after they
   * are restored.
   */
  stoodBy(): void {
    this.#refused = 0;
    if (this.#lost?.foundBy === 'self-check' || this.#lost?.restoredAt !== undefined) this.#lost = undefined;
    this.onChange(this.#reason());
  }

  /** The store has lost this number of the source's records, and they are being restored. */
  recordsLost(records: number, foundBy: LossFinder): void {
    this.#lost = { records, foundBy };
    this.onChange(this.#reason());
  }

  /** The lost records have been restored, at a time in ms. */
  recordsRestored(now: number): void {
    if (!this.#lost) return;
    this.#lost = { ...this.#lost, restoredAt: now };
    this.onChange(this.#reason());
  }

  /** The jobs of this number of damaged records are being looked up. */
  recordsDamaged(records: number): void {
    if (records === this.#damaged) return;
    this.#damaged = records;
    this.onChange(this.#reason());
  }

  #reason(): string | undefined {
    if (this.#refused > 0) return `store: the store refuses records of the source: ${this.#refused}`;
    if (this.#lost) return `store: the store lost records, which are being restored: ${this.#lost.records}`;
    if (this.#damaged > 0) return `store: stored records are damaged and are being replaced: ${this.#damaged}`;
    return undefined;
  }
}
