/** The file of contexts: its form, and changes that keep the rest of it, comments too. */
import { Document, parseDocument } from 'yaml';

import { usageError } from '../cli-error.js';

/** A gateway and how to sign in there. */
export interface Context {
  readonly url: string;
  readonly ca_file?: string;
  readonly token_file?: string;
  readonly token?: string;
  /** Terms that every list and action of this context has, unless `-f` has the same field. */
  readonly filter?: string;
  readonly allow_http?: boolean;
}

/** What is in the file. */
export interface ConfigFile {
  readonly current?: string;
  readonly contexts: Readonly<Record<string, Context>>;
  readonly defaults: {
    readonly columns?: readonly string[];
    readonly time?: 'local' | 'utc';
  };
}

type Rule = (value: unknown) => string | undefined;

const text: Rule = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const CONTEXT_RULES: Readonly<Record<keyof Context, Rule>> = {
  url: (value) => (typeof value === 'string' && isUrl(value) ? undefined : 'a URL such as https://jobs.example.net'),
  ca_file: text,
  token_file: text,
  token: text,
  filter: text,
  allow_http: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
};
const DEFAULT_RULES: Readonly<Record<keyof ConfigFile['defaults'], Rule>> = {
  columns: (value) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string') ? undefined : 'a list of columns',
  time: (value) => (value === 'local' || value === 'utc' ? undefined : 'local or utc'),
};
const FILE_RULES: Readonly<Record<keyof ConfigFile, Rule>> = {
  current: text,
  contexts: (value) => (isMap(value) ? undefined : 'a map of contexts'),
  defaults: (value) => (isMap(value) ? undefined : 'a map'),
};

/** Reads the text of the file. `path` is for error messages. */
export function parseConfig(source: string, path: string): ConfigFile {
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error) throw usageError(`${path} is not valid YAML: ${error.message.split('\n')[0]}`);
  const file = (document.toJS() ?? {}) as unknown;
  if (!isMap(file)) throw usageError(`${path} is not a map with contexts`);
  const { contexts = {}, defaults = {} } = file;
  check(file, FILE_RULES, '', path);
  check(defaults, DEFAULT_RULES, 'defaults.', path);
  for (const [name, context] of Object.entries(contexts as object)) {
    check(context, CONTEXT_RULES, `contexts.${name}.`, path, 'url');
  }
  return { ...file, contexts, defaults } as ConfigFile;
}

/** The text with these values of a context; `undefined` removes one. The first context becomes the current one. */
export function withContext(
  source: string,
  name: string,
  values: Readonly<Partial<Record<keyof Context, unknown>>>,
): string {
  const document = documentOf(source);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) document.deleteIn(['contexts', name, key]);
    else document.setIn(['contexts', name, key], value);
  }
  if (!document.has('current')) document.set('current', name);
  return document.toString();
}

/** The text without a context. */
export function withoutContext(source: string, name: string): string {
  const document = documentOf(source);
  document.deleteIn(['contexts', name]);
  if (document.get('current') === name) document.delete('current');
  return document.toString();
}

/** The text with another current context. */
export function withCurrent(source: string, name: string): string {
  const document = documentOf(source);
  document.set('current', name);
  return document.toString();
}

function documentOf(source: string): Document {
  const document: Document = parseDocument(source);
  return document.contents === null ? new Document({}) : document;
}

function check(
  value: unknown,
  rules: Readonly<Record<string, Rule>>,
  prefix: string,
  path: string,
  required?: string,
): void {
  if (!isMap(value)) throw usageError(`${path}: ${prefix.slice(0, -1)} is not a map`);
  if (required !== undefined && !(required in value)) throw usageError(`${path}: ${prefix}${required} is missing`);
  for (const [key, each] of Object.entries(value)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      throw usageError(`${path}: ${prefix}${key} is not known; expected one of ${Object.keys(rules).join(', ')}`);
    }
    const expected = rule(each);
    if (expected !== undefined) throw usageError(`${path}: ${prefix}${key} must be ${expected}`);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an address of a gateway: http or https, without a query. */
export function isUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { hash, protocol, search, username } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === '' && username === '';
}
