import { Secret } from '@gateway/core';

import { type SecretFile, type SecretRule } from './secret-rules.js';

/**
 * The texts of the files of secrets, as last read. A secret in use shows a new text as soon as it was read, and keeps the
 * last valid one while its file cannot be read.
 */
export class SecretTexts {
  readonly #current = new Map<string, { text: string; rule: SecretRule }>();

  /** The rules of all secrets in use, by the absolute paths of their files. */
  get rules(): ReadonlyMap<string, SecretRule> {
    return new Map([...this.#current].map(([file, { rule }]) => [file, rule]));
  }

  /** Replaces the texts and rules of these files, given by absolute path. */
  update(files: ReadonlyMap<string, SecretFile>): void {
    for (const [file, { rule, text }] of files) {
      const current = this.#current.get(file);
      if (current) Object.assign(current, { rule, text });
      else this.#current.set(file, { rule, text });
    }
  }

  /** Forgets all other files. A secret of a forgotten file keeps its text. */
  keep(files: ReadonlyMap<string, SecretFile>): void {
    for (const file of this.#current.keys()) if (!files.has(file)) this.#current.delete(file);
  }

  /** The secret in a file that was read. Throws a RangeError for any other. */
  secret(file: string): Secret {
    const current = this.#current.get(file);
    if (!current) throw new RangeError(`not read: ${file}`);
    return new Secret(() => current.text);
  }
}
