/** When whole polls began, as told by the gateways themselves. */
export class PollNotes {
  /** Polls that a gateway may not have lived to save, or Redis not to keep. */
  readonly unsaved = new Set<number>();
  readonly #whole = new Map<string, Set<number>>();

  /** A whole poll of a source began at this instant, in ms; telling it again changes nothing. */
  note(source: string, began: number): void {
    const polls = this.#whole.get(source) ?? new Set();
    this.#whole.set(source, polls.add(began));
  }

  /** The last poll of each source may not have been saved. */
  doubtLast(): void {
    for (const polls of this.#whole.values()) this.unsaved.add(Math.max(...polls));
  }

  /** When the whole polls of a source began. */
  of(source: string): ReadonlySet<number> {
    return this.#whole.get(source) ?? new Set();
  }

  /** How many whole polls of a source began between two instants. */
  between(source: string, from: number, until: number): number {
    return [...this.of(source)].filter((began) => began > from && began < until).length;
  }
}
