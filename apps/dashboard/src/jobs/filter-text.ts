/** The text of the filter bar: terms `field=value` and free words, separated by spaces. The server judges their values. */

/** A part of the text between spaces, with its place. A free word has no field. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly field?: string;
  /** The value as the API gets it: without the escapes of the bar. */
  readonly value: string;
  /** Where the value begins in the text. */
  readonly valueStart: number;
}

/** Filters of the API, by parameter. Free words are the parameter `query`. */
export type Filter = readonly (readonly [field: string, value: string])[];

const FIELD = /^([A-Za-z_][\w.-]*)=/;

/** Finds the tokens of a text. Spaces in double quotes, or after a backslash, do not separate. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let start = nextWord(text, 0); start < text.length;) {
    const { end } = scan(text, start);
    const raw = text.slice(start, end);
    const field = FIELD.exec(raw)?.[1];
    const valueStart = start + (field === undefined ? 0 : field.length + 1);
    const value = scan(text, valueStart)
      .offsets.map((offset) => text[offset])
      .join('');
    tokens.push({ start, end, ...(field !== undefined && { field }), value, valueStart });
    start = nextWord(text, end);
  }
  return tokens;
}

/** The filters of a text; free words become one search. */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text);
  const words = tokens.filter(({ field }) => field === undefined).map(({ value }) => value);
  const terms = tokens.flatMap(({ field, value }) => (field === undefined ? [] : [[field, value] as const]));
  return words.length > 0 ? [...terms, ['query', words.join(' ')]] : terms;
}

/** The text of filters, as the bar shows it. */
export function formatFilter(filter: Filter): string {
  return filter
    .map(([field, value]) => (field === 'query' && isPlain(value) ? value : `${field}=${escape(value)}`))
    .join(' ');
}

/** A place in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The place that an error of the API is about: the alternative at the position in the value, or else the whole token.
 * Undefined if no token has the field.
 */
export function errorSpan(text: string, target: string | undefined, position: number | undefined): Span | undefined {
  const tokens = tokenize(text);
  const token = tokens.find(({ field }) => field === target) ?? (target === 'query' ? tokens.find(isWord) : undefined);
  if (!token) return undefined;
  if (position === undefined || token.field === undefined || position >= token.value.length) return token;
  const { offsets } = scan(text, token.valueStart);
  const from = token.value.lastIndexOf('|', position - 1) + 1;
  const to = token.value.indexOf('|', position);
  const at = (index: number): number => offsets[index] ?? token.end;
  return { start: at(Math.max(from, 0)), end: to === -1 ? token.end : at(to) };
}

const isWord = ({ field }: Token): boolean => field === undefined;

/** A search can stand as free words if it reads back as the same words. */
function isPlain(value: string): boolean {
  const tokens = tokenize(value);
  return tokens.every(isWord) && tokens.map((token) => token.value).join(' ') === value;
}

function nextWord(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at++;
  return at;
}

/** Full-width spaces of Japanese input separate, too. */
const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/**
 * The value that begins at `start`: the offsets of its characters, and where it ends. A backslash before a space is left
 * out; in quotes, a backslash and the next character stay, because the API reads them.
 */
function scan(text: string, start: number): { readonly offsets: readonly number[]; readonly end: number } {
  const offsets: number[] = [];
  let isQuoted = false;
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at];
    if (!isQuoted && isSpace(character)) break;
    if (character === '"') isQuoted = !isQuoted;
    const isEscape = character === '\\' && at + 1 < text.length && (isQuoted || isSpace(text[at + 1]));
    if (isQuoted || !isEscape) offsets.push(at);
    if (isEscape) offsets.push(++at);
  }
  return { offsets, end: at };
}

function escape(value: string): string {
  let isQuoted = false;
  let text = '';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted && character === '\\') text += character + value.charAt(++at);
    else text += !isQuoted && isSpace(character) ? `\\${character}` : character;
  }
  return text;
}
