import { type Field, type FieldKind } from './fields';
import { tokenize } from './filter-text';

/** What can be completed at the caret: the text from `start` to `end` gives way to the chosen item. */
export interface Completion {
  readonly kind: 'field' | 'operator' | 'value';
  readonly field?: string;
  /** What is typed already, of the last alternative for values. */
  readonly typed: string;
  readonly start: number;
  readonly end: number;
}

/** One offer. */
export interface Offer {
  readonly insert: string;
  readonly note?: string;
  /** The term is complete after it, so a space follows. */
  readonly isComplete?: boolean;
}

const OPERATORS: Readonly<Record<FieldKind, readonly Offer[]>> = {
  choice: [],
  text: [
    { insert: '=', note: 'is, with * for any text' },
    { insert: '=!', note: 'is not' },
    { insert: '=null', note: 'is absent', isComplete: true },
    { insert: '=!null', note: 'is present', isComplete: true },
  ],
  number: [
    { insert: '=', note: 'equals, or a..b' },
    { insert: '=>', note: 'more than' },
    { insert: '=>=', note: 'at least' },
    { insert: '=<', note: 'less than' },
    { insert: '=<=', note: 'at most' },
  ],
  time: [
    { insert: '=>', note: 'after' },
    { insert: '=<', note: 'before' },
    { insert: '=null', note: 'is absent', isComplete: true },
    { insert: '=!null', note: 'is present', isComplete: true },
  ],
};

const TIMES: readonly Offer[] = ['-15m', '-1h', '-24h', '-7d'].map((insert) => ({ insert, isComplete: true }));
const PREFIX = /^[!<>]?=?/;

/** What the caret is in. */
export function completionAt(text: string, caret: number): Completion {
  const token = tokenize(text).find(({ start, end }) => start <= caret && caret <= end);
  if (!token) return { kind: 'field', typed: '', start: caret, end: caret };
  const { field, start, end, valueStart } = token;
  if (field === undefined || caret < valueStart)
    return { kind: 'field', typed: text.slice(start, caret), start, end: caret };
  const value = text.slice(valueStart, caret);
  const alternative = value.lastIndexOf('|') + 1;
  const from = alternative + (PREFIX.exec(value.slice(alternative))?.[0].length ?? 0);
  const rest = text.slice(caret, end);
  const until = rest.indexOf('|') === -1 ? end : caret + rest.indexOf('|');
  return { kind: 'value', field, typed: value.slice(from), start: valueStart + from, end: until };
}

/** Fields whose name contains what is typed, recent ones first; the operators of a field that is typed whole. */
export function fieldOffers(typed: string, fields: readonly Field[], recent: readonly string[]): readonly Offer[] {
  const whole = fields.find(({ name }) => name === typed);
  if (whole) return operatorOffers(whole).map((offer) => ({ ...offer, insert: whole.name + offer.insert }));
  const wanted = typed.toLowerCase();
  const found = fields.filter(({ name }) => name.includes(wanted));
  const rank = ({ name }: Field): number => (name.startsWith(wanted) ? 0 : 1) + (recent.includes(name) ? -2 : 0);
  return [...found]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ name, kind, meaning }) => ({ insert: kind === 'choice' ? `${name}=` : name, note: meaning }));
}

function operatorOffers({ kind }: Field): readonly Offer[] {
  return kind === 'choice' ? [{ insert: '=' }] : OPERATORS[kind];
}

/** Values that need no request: enumerations and usual times. Undefined if the server knows the values. */
export function knownValues(field: Field | undefined): readonly Offer[] | undefined {
  if (field?.choices) return field.choices.map((insert) => ({ insert, isComplete: true }));
  if (field?.kind === 'time') return TIMES;
  return field?.kind === 'text' ? undefined : [];
}

/** The offers that contain what is typed, those that begin with it first. */
export function matching(offers: readonly Offer[], typed: string): readonly Offer[] {
  const wanted = typed.toLowerCase();
  const rank = ({ insert }: Offer): number => (insert.toLowerCase().startsWith(wanted) ? 0 : 1);
  const found = offers.filter(({ insert }) => insert.toLowerCase().includes(wanted) && insert !== typed);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** A value as a filter that means exactly it: quoted if it has characters with a meaning. */
export function valueText(value: string): string {
  return /[|*"{\\\s]|^[!<>]|\.\.|^null$/.test(value) ? quote(value) : value;
}

/** A text in the quotes of the API. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The text and the caret after an offer was taken. */
export function take(text: string, { start, end }: Completion, offer: Offer): { text: string; caret: number } {
  const after = text.slice(end);
  const space = offer.isComplete && !after.startsWith(' ') && !after.startsWith('|') ? ' ' : '';
  const before = text.slice(0, start) + offer.insert + space;
  return { text: before + after, caret: before.length };
}
