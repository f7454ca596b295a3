import { inspect } from 'node:util';

import { type ClassConstructor } from 'class-transformer';

import { type DeclaredOption, optionAt, type OptionContext, type Shown } from './option.js';
import { isOptionLike, pathKeys } from './option-path.js';
import { isLabelName } from './rules.js';
import { type Environment, fillVariables, variableNames } from './variables.js';

const MAX_SHOWN_LENGTH = 40;
const MAX_SHOWN_NAMES = 3;
/** Shorter texts occur in other values by chance. */
const MIN_SECRET_LENGTH = 4;
/** Characters of URLs with credentials or tokens, and of pasted keys. No valid value of a shown option has them. */
const SECRET_LIKE = /[@?#&\p{Cc}]/u;
/** A host with a scheme, or an IPv4 address, and a port. What follows may be a token: a path is never shown. */
const ADDRESS = /^(?:[a-z]+:\/\/(?:[a-z\d.-]+|\[[a-f\d:.]+\])|\d+(?:\.\d+){3})(?::\d{1,5})?(?=\/|$)/i;

/**
 * Describes the values of a configuration file for error messages. A value is shown as the file has it, cut after 40
 * characters, and never if it is or may be a secret:
 * - an option that may hold a secret, such as everything under `auth`, or an unknown option;
 * - a text with a variable, of which only the variable's name is shown;
 * - a text that contains such a value from anywhere else in the file, for example through an alias.
 */
export class ShownValues {
  readonly #written: object;
  readonly #section: ClassConstructor<object>;
  readonly #environment: Environment;
  #secrets: ReadonlySet<string> | undefined;

  /** `written` is a parsed file before variables are substituted, and `section` declares its options. */
  constructor(written: object, section: ClassConstructor<object>, environment: Environment) {
    this.#written = written;
    this.#section = section;
    this.#environment = environment;
  }

  /** `, got …` for the end of a message about the option at a path, or nothing if its value may not be shown. */
  got(path: string): string {
    const text = this.describe(path);
    return text === undefined ? '' : `, got ${text}`;
  }

  /** The value at a path in words, or `undefined` if it may not be shown. */
  describe(path: string): string | undefined {
    const keys = pathKeys(path);
    return this.#describe(valueAt(this.#written, keys), optionAt(this.#section, keys));
  }

  #describe(value: unknown, option: DeclaredOption | undefined): string | undefined {
    if (value === undefined || value === null) return 'nothing';
    if (typeof value === 'object') return this.#describeParts(value, option);
    if (typeof value === 'string') return this.#describeText(value, option?.shown);
    const [type, text] = [`a ${typeof value}`, inspect(value)];
    if ((option?.shown ?? 'never') === 'never' || this.#isSecret(text)) return type;
    return option?.section === undefined ? text : `${type} (${text})`;
  }

  #describeText(text: string, shown: Shown = 'never'): string | undefined {
    if (shown === 'never') return undefined;
    const names = new Set(variableNames(text).map((name) => `\${${name}}`));
    if (names.size > 0) return `the value of ${[...names].slice(0, MAX_SHOWN_NAMES).join(' and ')}`;
    if (!looksHarmless(text, shown) || this.#isSecret(text)) return undefined;
    const plain = shownPart(text);
    return JSON.stringify(plain.length > MAX_SHOWN_LENGTH ? `${plain.slice(0, MAX_SHOWN_LENGTH)}…` : plain);
  }

  #describeParts(value: object, option: DeclaredOption | undefined): string {
    const what = Array.isArray(value) ? 'a list' : 'a mapping';
    const key = option?.wrongPart?.(this.#filled(value));
    if (key === undefined) return what;
    const context: OptionContext = { shown: option?.shown ?? 'never' };
    const part = this.#describe((value as Readonly<Record<string, unknown>>)[key], context);
    if (Array.isArray(value)) return part === undefined ? what : `${what} with ${part}`;
    const number = Object.keys(value).indexOf(key) + 1;
    if (!isLabelName(key)) return `${what} with an invalid name (number ${number})`;
    return part === undefined ? what : `${what} with ${part} for ${isOptionLike(key) ? key : `name ${number}`}`;
  }

  #filled(value: object): object {
    const fill = (part: unknown): unknown => (typeof part === 'string' ? fillVariables(part, this.#environment) : part);
    if (Array.isArray(value)) return value.map(fill);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part)]));
  }

  #isSecret(text: string): boolean {
    this.#secrets ??= this.#collectSecrets();
    return [...this.#secrets].some((secret) => text.includes(secret));
  }

  #collectSecrets(): ReadonlySet<string> {
    const secrets = new Set<string>();
    const ancestors = new Set<object>();
    const add = (text: string | undefined): void => {
      if (text !== undefined && text.length >= MIN_SECRET_LENGTH) secrets.add(text);
    };
    const visit = (value: unknown, keys: readonly string[]): void => {
      if (value === undefined || value === null) return;
      if (typeof value !== 'object') {
        const text = typeof value === 'string' ? value : inspect(value);
        return this.#addSecrets(text, optionAt(this.#section, keys)?.shown, add);
      }
      if (ancestors.has(value)) return;
      ancestors.add(value);
      for (const [key, part] of Object.entries(value)) visit(part, [...keys, key]);
      ancestors.delete(value);
    };
    visit(this.#written, []);
    return secrets;
  }

  #addSecrets(text: string, shown: Shown = 'never', add: (secret: string | undefined) => void): void {
    const names = variableNames(text);
    for (const name of names) add(this.#environment[name]);
    if (names.length > 0 || looksHarmless(text, shown)) return;
    add(text);
    const [, login] = /\/\/(.*)@/s.exec(text) ?? /\/\/([^/]*:[^/]*)/.exec(text) ?? [];
    for (const part of login?.split(':') ?? []) add(part);
  }
}

function looksHarmless(text: string, shown: Shown): boolean {
  if (shown === 'never' || SECRET_LIKE.test(text)) return false;
  return (shown === 'always' && !text.includes('//')) || ADDRESS.test(text);
}

/** A text that looks harmless, without the path if it is an address. */
function shownPart(text: string): string {
  const [address] = ADDRESS.exec(text) ?? [];
  return address === undefined || address === text || text === `${address}/` ? text : `${address}/…`;
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[key];
  }, root);
}
