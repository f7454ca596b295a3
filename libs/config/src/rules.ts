/** Rules for the values of single options. */
import { isIP } from 'node:net';

import { parseDuration } from './duration.js';
import { parseSize } from './size.js';

/** Returns what is expected in place of a value of any type, or `undefined` if the value is valid. */
export type Rule = (value: unknown) => string | undefined;

/** A text that matches the pattern. */
export function text(pattern: RegExp, expected: string): Rule {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : expected);
}

/** One of a few words. */
export function choice(words: readonly string[]): Rule {
  const expected = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return (value) => (words.includes(value as string) ? undefined : expected);
}

/** A whole number, also as text: the value of a variable is text. */
export function whole(min: number, max: number): Rule {
  const expected = `a whole number from ${min} to ${max}`;
  return (value) => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    return Number.isInteger(number) && Number(number) >= min && Number(number) <= max ? undefined : expected;
  };
}

/** True or false, also as text: the value of a variable is text. */
export function flag(value: unknown): string | undefined {
  return ['true', 'false'].includes(String(value)) && typeof value !== 'object' ? undefined : 'true or false';
}

/** A duration from `min` to `max`, both durations as texts. */
export function duration(min: string, max: string): Rule {
  const [least, most] = [parseDuration(min) ?? 0, parseDuration(max) ?? Infinity];
  return (value) => {
    const ms = typeof value === 'string' ? parseDuration(value) : undefined;
    if (ms === undefined) return 'a duration such as 5s, 2m or 7d';
    return ms >= least && ms <= most ? undefined : `a duration from ${min} to ${max}`;
  };
}

/** A size from `min` to `max`, both sizes as texts. */
export function size(min: string, max: string): Rule {
  const [least, most] = [parseSize(min) ?? 0, parseSize(max) ?? Infinity];
  return (value) => {
    const bytes = typeof value === 'string' ? parseSize(value) : undefined;
    if (bytes === undefined) return 'a size such as 64kB or 1MB';
    return bytes >= least && bytes <= most ? undefined : `a size from ${min} to ${max}`;
  };
}

/** One line of text; the rule for names, secrets and paths. */
export const line = text(/^\P{Cc}+$/u, 'one line of text');

/** An IP address or a host name. */
export function host(value: unknown): string | undefined {
  const good = typeof value === 'string' && (isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value));
  return good ? undefined : 'an IP address or a host name';
}

/** `http(s)://host[:port]`. */
export function origin(value: unknown): string | undefined {
  const good = typeof value === 'string' && /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(value) && URL.canParse(value);
  return good ? undefined : 'an origin such as https://10.0.0.1:443, without path, query and credentials';
}

/** `http://host[:port]`. */
export function proxyOrigin(value: unknown): string | undefined {
  const good = origin(value) === undefined && /^http:/i.test(value as string);
  return good ? undefined : 'the origin of an HTTP proxy such as http://10.0.0.9:3128, without path and credentials';
}

/** A SHA-256 in hex, with or without colons. */
export const fingerprint = text(
  /^(?:[\da-f]{64}|[\da-f]{2}(?::[\da-f]{2}){31})$/i,
  'a SHA-256 of 64 hex digits, with or without colons',
);

/** A path without empty or dot segments, which clients and servers would remove. */
export const basePath = text(/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/, 'a path such as /api, without a slash at its end');

/** `redis(s)://…`; may hold credentials. */
export function redisUrl(value: unknown): string | undefined {
  const good = typeof value === 'string' && /^rediss?:\/\/[^/]/.test(value) && URL.canParse(value);
  return good ? undefined : 'a URL such as redis://host:6379 or rediss://host:6379';
}

/** Nodes of one Redis: `redis(s)://host[:port]` each, all with the same scheme and without credentials. */
export function redisNodes(value: unknown): string | undefined {
  const good = Array.isArray(value) && value.length > 0 && value.every(isRedisNode);
  if (!good) return 'a list of addresses such as redis://10.0.0.1:6379, without credentials';
  const schemes = new Set(value.map((node) => new URL(node).protocol));
  return schemes.size === 1 ? undefined : 'addresses that are all redis or all rediss';
}

/** Limits of the labels of a source, because every record of the source has a copy of them. */
export const MAX_LABELS = 64;
const MAX_LABEL_LENGTH = 256;

/** Texts by name. The names appear in field paths such as `source.labels.site`. */
export function labels(value: unknown): string | undefined {
  if (isMapping(value) && Object.keys(value).length > MAX_LABELS) return `at most ${MAX_LABELS} labels`;
  const good = isMapping(value) && Object.entries(value).every(([name, label]) => isLabel(name, label));
  return good ? undefined : 'a mapping of names (of letters, digits, _ and -) to texts of at most 256 characters';
}

/** A mapping: neither a list nor a single value. */
export function mapping(value: unknown): string | undefined {
  return isMapping(value) ? undefined : 'a mapping';
}

/** A list without nested lists. Items that are not mappings are reported one by one. */
export function list(value: unknown): string | undefined {
  return Array.isArray(value) && !value.some(Array.isArray) ? undefined : 'a list of mappings';
}

/** Origins of web pages, as browsers send them: without a slash at the end, in lower case, without a default port. */
export function webOrigins(value: unknown): string | undefined {
  const good = Array.isArray(value) && value.every(isWebOrigin);
  return good ? undefined : 'a list of origins such as https://portal.example.net, without path and wildcard';
}

/** The index of the first item that is not an origin of web pages. */
export function wrongOrigin(value: object): string | undefined {
  return indexOfWrong(value, isWebOrigin);
}

/** IP addresses and ranges of them (CIDR). */
export function addressRanges(value: unknown): string | undefined {
  const good = Array.isArray(value) && value.every(isAddressRange);
  return good ? undefined : 'a list of addresses and ranges such as 10.0.0.9, 10.1.0.0/16 or fd00::/8';
}

/** The index of the first item that is neither an address nor a range. */
export function wrongRange(value: object): string | undefined {
  return indexOfWrong(value, isAddressRange);
}

/** Paths of files. Only the last part of each may contain the wildcards `*` and `?`. */
export function filePatterns(value: unknown): string | undefined {
  const good = Array.isArray(value) && value.every(isFilePattern);
  return good ? undefined : 'a list of paths such as ./sources.d/*.yaml, with * and ? only in the last part';
}

/** The index of the first item that is not a pattern of files. */
export function wrongPattern(value: object): string | undefined {
  return indexOfWrong(value, isFilePattern);
}

/** The index of the first item that is not a Redis node. */
export function wrongNode(value: object): string | undefined {
  return indexOfWrong(value, isRedisNode);
}

/** True if a text can be the name of a label. */
export function isLabelName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,63}$/.test(name);
}

/** The name of the first label whose name or text is invalid. */
export function wrongLabel(value: object): string | undefined {
  return Array.isArray(value) ? undefined : Object.entries(value).find(([name, label]) => !isLabel(name, label))?.[0];
}

function indexOfWrong(value: object, isRight: (item: unknown) => boolean): string | undefined {
  const index = Array.isArray(value) ? value.findIndex((item) => !isRight(item)) : -1;
  return index < 0 ? undefined : String(index);
}

function isWebOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || !/^https?:\/\//.test(value) || !URL.canParse(value)) return false;
  return new URL(value).origin === value && !value.includes('*');
}

/** A range of all addresses would trust everybody. */
function isAddressRange(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', bits, ...others] = value.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || others.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isRedisNode(value: unknown): value is string {
  return typeof value === 'string' && /^rediss?:\/\/[^/?#@\\\s]+\/?$/.test(value) && URL.canParse(value);
}

function isFilePattern(value: unknown): value is string {
  return line(value) === undefined && /^([^*?]*\/)?(?!\.{1,2}$)[^/]+$/.test(value as string);
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLabel(name: string, label: unknown): boolean {
  return isLabelName(name) && typeof label === 'string' && label.length <= MAX_LABEL_LENGTH;
}
