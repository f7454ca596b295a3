/**
 * The content of a gateway's stores as lines of JSON: an object at the beginning, before the entries of each store, and at the
 * end; an array for each entry. The gateway sends them to the process that writes the backup.
 */

import { isObject, isRevision, type JobStore, parseJson, type Revision, type StoreContents } from '@gateway/core';

import { BackupError } from './backup-error.js';
import { STORE_NAMES, type StoreName } from './manifest.js';

/** The stores of a gateway. */
export type Stores = Readonly<Record<StoreName, Pick<JobStore, 'contents'>>>;

/** A line that is no entry. */
export type ControlLine =
  | { readonly time: string; readonly version: string }
  | { readonly store: StoreName; readonly revision: Revision }
  | { readonly end: true }
  | { readonly error: string };

/**
 * Yields texts of complete lines. Both stores are read as they are when the first text is requested. Throws
 * `StoreUnavailableError`, and a `BackupError` if the stores have backups of their own.
 */
export async function* backupLines(
  stores: Stores,
  version: string,
  now: number,
): AsyncGenerator<string, void, undefined> {
  const contents = STORE_NAMES.map((name) => [name, contentsOf(stores[name])] as const);
  try {
    yield line({ time: new Date(now).toISOString(), version });
    for (const [store, content] of contents) {
      yield line({ store, revision: await content.revision() });
      for await (const entries of content.portions())
        yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    }
    yield line({ end: true });
  } finally {
    await Promise.all(contents.map(([, content]) => content.close()));
  }
}

/** Reads the lines of `backupLines`, which may arrive in pieces of any size. */
export class BackupReader {
  readonly #segments: AsyncGenerator<string, void, undefined>;
  #next: string | undefined;

  constructor(pieces: AsyncIterable<string>) {
    this.#segments = segmentsOf(pieces);
  }

  /** Returns the next line, which must be a control line. Throws a `BackupError`, also with the error that was sent. */
  async control(): Promise<Exclude<ControlLine, { readonly error: string }>> {
    const text = await this.#peek();
    this.#next = undefined;
    const control = text === undefined ? undefined : parseControl(text);
    if (!control) throw new BackupError('the gateway ended the backup before it was complete; its log has the reason');
    if ('error' in control) throw new BackupError(`the gateway cannot make the backup: ${control.error}`);
    return control;
  }

  /** Yields the lines of entries before the next control line, as texts of complete lines. */
  async *entries(): AsyncGenerator<string, void, undefined> {
    for (;;) {
      const text = await this.#peek();
      if (text?.startsWith('[') !== true) return;
      this.#next = undefined;
      yield text;
    }
  }

  async #peek(): Promise<string | undefined> {
    if (this.#next === undefined) {
      const segment = await this.#segments.next();
      this.#next = segment.done === true ? undefined : segment.value;
    }
    return this.#next;
  }
}

/** Formats a control line. */
export function line(control: ControlLine): string {
  return `${JSON.stringify(control)}\n`;
}

function contentsOf(store: Pick<JobStore, 'contents'>): StoreContents {
  const contents = store.contents();
  if (!contents) throw new BackupError('the store has backups of its own');
  return contents;
}

function parseControl(text: string): ControlLine | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { end, error, revision, store, time, version } = value;
  if (end === true) return { end };
  if (typeof error === 'string') return { error };
  if (typeof time === 'string' && typeof version === 'string') return { time, version };
  const name = STORE_NAMES.find((each) => each === store);
  return name && typeof revision === 'string' && isRevision(revision) ? { store: name, revision } : undefined;
}

/** Yields single control lines, and texts of one or more lines of entries. The beginning of a line at the end is left out. */
async function* segmentsOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + piece;
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    yield* dividedAtControls(text.slice(0, end));
  }
}

function* dividedAtControls(text: string): Generator<string, void, undefined> {
  let from = 0;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at) + 1;
    if (text[at] === '{') {
      if (at > from) yield text.slice(from, at);
      yield text.slice(at, next);
      from = next;
    }
    at = next;
  }
  if (from < text.length) yield text.slice(from);
}
