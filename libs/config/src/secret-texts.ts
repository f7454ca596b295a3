import { Secret } from '@gateway/core';

/**
 * The texts of the files of secrets, as last read. A secret in use shows a new text as soon as it was read, and keeps the
 * last valid one while its file cannot be read.
 */
export class SecretTexts {
  readonly #current = new Map<string, { text: string }>();

  /** The absolute paths of the files of all secrets in use. */
  get files(): readonly string[] {
    return [...this.#current.keys()];
  }

  /** Replaces the texts of these files, given by absolute path. */
  update(texts: ReadonlyMap<string, string>): void {
    for (const [file, text] of texts) {
      const current = this.#current.get(file);
      if (current) current.text = text;
      else this.#current.set(file, { text });
    }
  }

  /** Forgets all other files. A secret of a forgotten file keeps its text. */
  keep(files: ReadonlyMap<string, string>): void {
    for (const file of this.#current.keys()) if (!files.has(file)) this.#current.delete(file);
  }

  /** The secret in a file that was read. Throws a RangeError for any other. */
  secret(file: string): Secret {
    const current = this.#current.get(file);
    if (!current) throw new RangeError(`not read: ${file}`);
    return new Secret(() => current.text);
  }
}
