import { resolve } from 'node:path';

import { type Secret } from '@gateway/core';

import { type FileTexts } from './config-files.js';
import { type SecretTexts } from './secret-texts.js';

/** The files that a checked configuration names. Relative names start at the configuration file's folder. */
export class LoadedFiles {
  constructor(
    private readonly folder: string,
    private readonly texts: FileTexts,
    private readonly secrets: SecretTexts,
  ) {}

  /** The absolute paths of all files. */
  get paths(): readonly string[] {
    return [...new Set([...this.texts.keys()].map((name) => this.locate(name)))];
  }

  /** The absolute path of a named file or folder. */
  locate(name: string): string {
    return resolve(this.folder, name);
  }

  /** The text of a file. Throws a RangeError for a file that was not read. */
  text(name: string): string {
    const text = this.texts.get(name);
    if (text === undefined) throw new RangeError(`not read: ${name}`);
    return text;
  }

  /** The secret in a file: it shows the current text. Throws a RangeError for a file that was not read. */
  secret(name: string): Secret {
    return this.secrets.secret(this.locate(name));
  }
}
