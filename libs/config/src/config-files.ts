import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { Secret } from '@gateway/core';

import { type Faults } from './faults.js';
import { line } from './rules.js';

/** The texts of files by name, `undefined` for a file that could not be read. Can be sent between threads. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/** The files that a configuration names. Relative paths start at the configuration file's folder. */
export class ConfigFiles {
  readonly #folder: string;
  readonly #texts: Map<string, string | undefined>;

  /** `texts` are files that were read before. */
  constructor(folder: string, texts: FileTexts = new Map()) {
    this.#folder = folder;
    this.#texts = new Map(texts);
  }

  /** All files read so far. */
  get texts(): FileTexts {
    return this.#texts;
  }

  /** The absolute paths of all files that were read or could not be read. */
  get paths(): readonly string[] {
    return [...new Set([...this.#texts.keys()].map((name) => this.locate(name)))];
  }

  /** The absolute path of a named file or folder. */
  locate(name: string): string {
    return resolve(this.#folder, name);
  }

  /**
   * Reads a file, or adds a fault. The fault shows the name only for options that cannot hold a secret: a user may have
   * written a password in place of the name of its file.
   */
  read(path: string, name: string, faults: Faults): string | undefined {
    try {
      const text = readFileSync(this.locate(name), 'utf8');
      this.#texts.set(name, text);
      return text;
    } catch (error) {
      this.#texts.set(name, undefined);
      faults.addWithValue(path, `the file it names cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return undefined;
    }
  }

  /** As `read`, for a file that is read again at each use. Adds a fault unless it holds one line of text. */
  readSecret(path: string, name: string, faults: Faults): void {
    const text = this.read(path, name, faults);
    if (text !== undefined && line(withoutNewline(text)) !== undefined) {
      faults.add(path, 'expected the file it names to hold one line of text');
    }
  }

  /** The text of a file that was read. Throws a RangeError for any other. */
  text(name: string): string {
    const text = this.#texts.get(name);
    if (text === undefined) throw new RangeError(`not read: ${name}`);
    return text;
  }

  /** A secret that is read from its file at each use, without the newline at its end. */
  secret(name: string): Secret {
    const file = this.locate(name);
    return new Secret(() => withoutNewline(readFileSync(file, 'utf8')));
  }
}

function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}
