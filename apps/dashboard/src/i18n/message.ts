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
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

function pluralForm(message: Exclude<Message, string>, count: number, locale: string): string {
  return new Intl.PluralRules(locale).select(count) === 'one' ? (message.one ?? message.other) : message.other;
}
