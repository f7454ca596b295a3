import { type FieldChoice, projection } from '@gateway/view';
import { LRUCache } from 'lru-cache';

import { type SourceRow, type UndatedRecord } from './source-record.js';

/** Choices of fields whose texts are kept: 1,000 sources take about 600 kB for each. */
const MAX_CHOICES = 8;
const AGE = 'age_seconds';

/**
 * The sources as JSON text, with the chosen fields. A text is made again only after something in it has changed, except
 * the age.
 */
export class SourceTexts {
  readonly #choices = new LRUCache<string, ChoiceTexts>({ max: MAX_CHOICES });

  /** Returns the function that formats a source; without a choice, with all fields. */
  of(choice: FieldChoice | undefined): (row: SourceRow) => string {
    const key = JSON.stringify(choice ?? null);
    const known = this.#choices.get(key) ?? new ChoiceTexts(choice);
    this.#choices.set(key, known);
    return (row) => known.text(row);
  }
}

/** The texts with one choice of fields. */
class ChoiceTexts {
  readonly #texts = new WeakMap<UndatedRecord, string>();
  readonly #serialise: (record: object) => string;
  readonly #hasAge: boolean;

  constructor(choice: FieldChoice | undefined) {
    this.#serialise = choice ? projection(choice, ['name']) : JSON.stringify;
    this.#hasAge = this.#serialise({ name: '', [AGE]: 0 }).includes(AGE);
  }

  text({ ageSeconds, record }: SourceRow): string {
    const text = this.#texts.get(record) ?? this.#serialise(record);
    this.#texts.set(record, text);
    // The name is always there, so the age follows another member.
    return this.#hasAge && ageSeconds !== undefined ? `${text.slice(0, -1)},"${AGE}":${ageSeconds}}` : text;
  }
}
