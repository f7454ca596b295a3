import { type Filters } from '../api/types.js';
import { usageError } from '../cli-error.js';

/** The beginning of a term: a field and `=`. */
const FIELD = /([A-Za-z][\w./-]*)=/y;
/** After these characters an opening quote or brace begins a quoted text. */
const BEFORE_QUOTE = new Set('=|!<>.');

/** Reads `-f` options. Each has terms such as `state=running source.name=east*`, which must all match. */
export function readFilterTerms(texts: readonly string[]): Filters {
  const filters: Record<string, string> = {};
  for (const [field, value] of texts.flatMap(termsOf)) {
    if (Object.hasOwn(filters, field)) {
      throw usageError(`the filter has ${field} twice`, `  join several values with |, such as ${field}=a|b`);
    }
    filters[field] = value;
  }
  return filters;
}

/** The filters as one text, as `-f` takes it. */
export function filterText(filters: Filters): string {
  return Object.entries(filters)
    .map(([field, value]) => `${field}=${value}`)
    .join(' ');
}

/** A filter value that matches exactly these texts. */
export function anyOf(texts: readonly string[]): string {
  return texts.map((text) => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`).join('|');
}

/** The terms of one text. A value may have spaces: only a space before `field=` ends it, and none in quotes does. */
function termsOf(text: string): readonly (readonly [string, string])[] {
  const terms: [string, string][] = [];
  let at = afterSpaces(text, 0);
  while (at < text.length) {
    const field = fieldAt(text, at);
    if (field === undefined) {
      throw usageError(`expected a filter such as state=running, got ${JSON.stringify(text.slice(at))}`);
    }
    const begin = at + field.length + 1;
    const end = endOfValue(text, begin);
    terms.push([field, text.slice(begin, end).trimEnd()]);
    at = afterSpaces(text, end);
  }
  return terms;
}

function endOfValue(text: string, begin: number): number {
  let closing: string | undefined;
  for (let at = begin; at < text.length; at += 1) {
    const char = text[at] as string;
    if (closing !== undefined) {
      if (char === '\\') at += 1;
      else if (char === closing) closing = undefined;
    } else if ((char === '"' || char === '{') && BEFORE_QUOTE.has(text[at - 1] as string)) {
      closing = char === '"' ? '"' : '}';
    } else if (/\s/.test(char) && fieldAt(text, afterSpaces(text, at)) !== undefined) {
      return at;
    }
  }
  return text.length;
}

function fieldAt(text: string, at: number): string | undefined {
  FIELD.lastIndex = at;
  return FIELD.exec(text)?.[1];
}

function afterSpaces(text: string, at: number): number {
  let end = at;
  while (end < text.length && /\s/.test(text[end] as string)) end += 1;
  return end;
}
