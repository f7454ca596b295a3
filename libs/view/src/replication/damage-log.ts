import { type Logger } from '@gateway/core';

const MAX_NAMED = 10_000;
const MAX_IDS_IN_LINE = 100;
/** Named in place of the id of a change that has none: another program wrote it. */
const NO_JOB = 'none';

/** Logs each damaged record once, however often it is read; after 10,000 ids it may name them again. */
export class DamageLog {
  readonly #named = new Set<string>();

  constructor(private readonly logger: Logger) {}

  /** Logs the ids that were not logged before, in one line. */
  note(ids: readonly string[]): void {
    const added = [...new Set(ids)].filter((id) => !this.#named.has(id));
    if (added.length === 0) return;
    if (this.#named.size + added.length > MAX_NAMED) this.#named.clear();
    for (const id of added.slice(0, MAX_NAMED)) this.#named.add(id);
    const jobs = added.slice(0, MAX_IDS_IN_LINE).map((id) => id || NO_JOB);
    this.logger.error({ records: added.length, jobs }, 'stored records or changes are damaged; skipped them');
  }
}
