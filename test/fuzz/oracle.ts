/** What the bodies of a backend really say. Shares no code with the adapters. */
import { type SourceKind } from '@gateway/core';

import { type WireResponse } from './wire-script.js';

type Fields = Readonly<Record<string, unknown>>;

/** A response with a JSON body. */
export interface JsonResponse {
  readonly status: number;
  readonly value: unknown;
}

/** The contents of responses. */
export interface FoundItems {
  readonly bodies: readonly JsonResponse[];
  /** The objects with this id, anywhere in a body. */
  withId(id: string): readonly Fields[];
}

/** Adapters parse no item with more. */
const MANY_VALUES = 9_000;
const ID_FIELDS = { ontap: 'uuid', 'service-engine': 'id', 'unified-manager': 'key' } as const;

/**
 * Reads the bodies that are JSON as a whole. `undefined` if one has as many values as only an item has that adapters
 * leave out unread: then it need not be JSON.
 */
export function itemsIn(kind: SourceKind, responses: ReadonlySet<WireResponse>): FoundItems | undefined {
  if (
    [...responses].some(
      ({ text = '' }) => text.length > MANY_VALUES && (text.match(/[[{,]/g)?.length ?? 0) > MANY_VALUES,
    )
  ) {
    return undefined;
  }
  const bodies = [...responses].flatMap(({ status, text }) => {
    const value = parsed(text);
    return value === undefined ? [] : [{ status, value }];
  });
  const items = bodies.flatMap(({ value }) => objectsIn(value));
  const idOf = (item: Fields): unknown => {
    const id = Object.hasOwn(item, ID_FIELDS[kind]) ? item[ID_FIELDS[kind]] : undefined;
    return kind === 'unified-manager' && typeof id === 'string' ? id.replace(/%3a/gi, ':') : id;
  };
  return { bodies, withId: (id) => items.filter((item) => idOf(item) === id) };
}

/** True for a response of the backend itself that it does not have the job. */
export function saysGone(kind: SourceKind, { status, value }: JsonResponse): boolean {
  const error = fieldsOf(fieldsOf(value)[kind === 'service-engine' ? 'status' : 'error']);
  const text = (name: string): string => {
    const value = error[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  if (status === 404) return text('code') !== '' || text('message') !== '' || text('user_message') !== '';
  if (kind === 'ontap') return String(error['code']) === '4' && error['target'] === 'uuid';
  const { records, total_records: total } = fieldsOf(fieldsOf(value)['result']);
  const isEmpty = records === null || (Array.isArray(records) && records.length === 0);
  return kind === 'service-engine' && status === 200 && isEmpty && !(Number(total) > 0);
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined; // not JSON, so it says nothing
  }
}

/** All objects in a value, at any depth. */
function objectsIn(value: unknown): readonly Fields[] {
  const found: Fields[] = [];
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) found.push(next as Fields);
    for (const member of Object.values(next)) waiting.push(member);
  }
  return found;
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
