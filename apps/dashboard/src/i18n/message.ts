/** A text with `{name}` places, or one text for each plural form of `{count}`. */
export type Message = string | { readonly one?: string; readonly other: string };

/** The values of the places in a message. */
export type Places = Readonly<Record<string, string | number>>;

/** Fills the places of a message; numbers are written in the language's own form. */
export function fill(message: Message, places: Places, locale: string): string {
  const text = typeof message === 'string' ? message : pluralForm(message, Number(places['count']), locale);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = places[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formsOf(locale).number.format(value) : value;
  });
}

function pluralForm(message: Exclude<Message, string>, count: number, locale: string): string {
  return formsOf(locale).plural.select(count) === 'one' ? (message.one ?? message.other) : message.other;
}

interface Forms {
  readonly number: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
}

/** The forms of each language: they are slow to make. */
const known = new Map<string, Forms>();

function formsOf(locale: string): Forms {
  const forms = known.get(locale) ?? { number: new Intl.NumberFormat(locale), plural: new Intl.PluralRules(locale) };
  known.set(locale, forms);
  return forms;
}
