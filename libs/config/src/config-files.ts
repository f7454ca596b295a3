import { dirname, resolve } from 'node:path';

import { type Faults } from './faults.js';
import { FileProblem } from './file-problem.js';
import { FILE_LIMIT, type FileReader, type SizeLimit } from './file-reader.js';
import { MAX_SECRET_BYTES, SECRET_RULES, type SecretFile, type SecretRule } from './secret-rules.js';

/** The texts of files by name, `undefined` for a file that could not be read. Can be sent between threads. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

const STRICTNESS = Object.keys(SECRET_RULES);
/** With a newline at the end of the file. */
const SECRET_LIMIT: SizeLimit = { bytes: MAX_SECRET_BYTES + '\r\n'.length, text: '64 kB' };

/** The folder that relative paths in a configuration file start from. */
export function folderOf(file: string): string {
  return dirname(resolve(file));
}

/** Reads the files that a configuration names. Relative names start at the configuration file's folder. */
export class ConfigFiles {
  readonly #texts = new Map<string, string | undefined>();
  readonly #secrets = new Map<string, SecretFile>();
  /** The absolute paths of files that should hold a secret, and do not. */
  readonly #rejected = new Set<string>();

  /** `secretFiles`: the rules of secrets that are in use, by the absolute paths of their files. */
  constructor(
    private readonly folder: string,
    private readonly reader: FileReader,
    private readonly secretFiles: ReadonlyMap<string, SecretRule>,
  ) {}

  /** All files read so far. */
  get texts(): FileTexts {
    return this.#texts;
  }

  /** The valid secrets read so far, by the absolute paths of their files. */
  get secrets(): ReadonlyMap<string, SecretFile> {
    return this.#secrets;
  }

  /** The absolute paths of all files that were read or could not be read. */
  get paths(): readonly string[] {
    return [...new Set([...this.#texts.keys()].map((name) => this.#locate(name)))];
  }

  /** Adds what another one has read. */
  add(other: ConfigFiles): void {
    for (const [name, text] of other.#texts) this.#texts.set(name, text);
    for (const [file, secret] of other.#secrets) this.#keepSecret(file, secret);
  }

  /** Reads a PEM file, or adds a fault. A comment in it may have any encoding. */
  readPem(path: string, name: string, faults: Faults): string | undefined {
    return this.#read(path, name, faults, (file) => this.reader.bytes(file, FILE_LIMIT).toString('utf8'));
  }

  /** Reads a file of text, or adds a fault. */
  readText(path: string, name: string, faults: Faults): string | undefined {
    return this.#read(path, name, faults, (file) => this.reader.text(file, FILE_LIMIT));
  }

  /** Reads the file of a secret. Adds a fault if it cannot be read or breaks the rule. */
  readSecret(path: string, name: string, rule: SecretRule, faults: Faults): void {
    const file = this.#locate(name);
    const text = this.#read(path, name, faults, (located) => this.#secretText(located));
    const expected = text === undefined ? undefined : SECRET_RULES[rule](text);
    if (expected !== undefined) faults.add(path, `expected the file it names, ${file}, to hold ${expected}`);
    if (text === undefined || expected !== undefined) this.#reject(file);
    else if (!this.#rejected.has(file)) this.#keepSecret(file, { text, rule });
  }

  /**
   * For an invalid configuration: reads the files of the secrets in use that it does not name. What is in use keeps its
   * own rule, so `secrets` then has no text that breaks it.
   */
  readFormerSecrets(): void {
    for (const [file, rule] of this.secretFiles) {
      if (this.#rejected.has(file)) continue;
      const text = this.#secrets.get(file)?.text ?? this.#readableSecret(file);
      if (text !== undefined && SECRET_RULES[rule](text) === undefined) this.#secrets.set(file, { text, rule });
      else this.#reject(file);
    }
  }

  /**
   * For a valid configuration with sources that stay as they were: reads the files of the secrets in use that nothing
   * else names. Like `readFormerSecrets`, it keeps the rule of each.
   */
  readOtherSecrets(): void {
    for (const [file, rule] of this.secretFiles) {
      if (this.#secrets.has(file)) continue;
      const text = this.#readableSecret(file);
      if (text !== undefined && SECRET_RULES[rule](text) === undefined) this.#secrets.set(file, { text, rule });
    }
  }

  /** Adds a fault unless there is a folder of that name or one can be created. */
  checkFolder(path: string, name: string, faults: Faults): void {
    try {
      this.reader.requireFolder(this.#locate(name));
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      faults.addWithValue(path, `the folder it names ${error.message}`);
    }
  }

  #locate(name: string): string {
    return resolve(this.folder, name);
  }

  #reject(file: string): void {
    this.#rejected.add(file);
    this.#secrets.delete(file);
  }

  /** A file that two options name keeps the stricter rule: every key is a token, and every token is a secret. */
  #keepSecret(file: string, { rule, text }: SecretFile): void {
    const other = this.#secrets.get(file)?.rule ?? rule;
    const isStricter = STRICTNESS.indexOf(rule) >= STRICTNESS.indexOf(other);
    this.#secrets.set(file, { text, rule: isStricter ? rule : other });
  }

  #readableSecret(file: string): string | undefined {
    try {
      return this.#secretText(file);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      return undefined;
    }
  }

  #secretText(file: string): string {
    return this.reader.text(file, SECRET_LIMIT).replace(/\r?\n$/, '');
  }

  /**
   * Reads a file, or adds a fault. The fault shows the name of a file that never existed only for options that
   * cannot hold a secret: a user may have written a password in place of the name of its file.
   */
  #read(path: string, name: string, faults: Faults, read: (file: string) => string): string | undefined {
    const file = this.#locate(name);
    try {
      const text = read(file);
      this.#texts.set(name, text);
      return text;
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      this.#texts.set(name, undefined);
      if (error.exists || this.secretFiles.has(file)) faults.add(path, `the file it names, ${file}, ${error.message}`);
      else faults.addWithValue(path, `the file it names ${error.message}`);
      return undefined;
    }
  }
}
