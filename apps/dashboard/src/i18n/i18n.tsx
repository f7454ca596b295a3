import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';

import { type DurationUnits } from '../live/duration';
import { en } from './en';
import { fill, type Message, type Places } from './message';

/** The name of a text. */
export type Key = keyof typeof en;
/** All texts of one language. */
export type Texts = Readonly<Record<Key, Message>>;
/** The languages of the page. */
export type Language = 'en' | 'ja';
/** The time zone of absolute times. */
export type TimeZone = 'local' | 'utc';

/** What a language is made of: its texts, and forms of numbers, times and durations. */
export interface I18n {
  readonly language: Language;
  readonly locale: string;
  readonly units: DurationUnits;
  readonly t: (key: Key, places?: Places) => string;
  readonly number: (value: number) => string;
  /** The time of day, `02:11:30`. */
  readonly time: (value: string | number) => string;
  /** The date and the time of day. */
  readonly dateTime: (value: string | number) => string;
  /** The date. */
  readonly date: (value: string | number) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', ja: 'ja-JP' };

/** Builds the functions of a language. Times have 24 hours in both. */
export function createI18n(language: Language, texts: Texts, timeZone: TimeZone): I18n {
  const locale = LOCALES[language];
  const zone = timeZone === 'utc' ? { timeZone: 'UTC' } : {};
  const time = new Intl.DateTimeFormat(locale, { ...zone, timeStyle: 'medium', hourCycle: 'h23' });
  const dateTime = new Intl.DateTimeFormat(locale, {
    ...zone,
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: 'medium' });
  const number = new Intl.NumberFormat(locale);
  const t = (key: Key, places: Places = {}): string => fill(texts[key], places, locale);
  return {
    language,
    locale,
    t,
    units: {
      now: t('unit.now'),
      second: t('unit.second'),
      minute: t('unit.minute'),
      hour: t('unit.hour'),
      day: t('unit.day'),
    },
    number: (value) => number.format(value),
    time: (value) => time.format(new Date(value)),
    dateTime: (value) => dateTime.format(new Date(value)),
    date: (value) => date.format(new Date(value)),
  };
}

const I18nContext = createContext<I18n>(createI18n('en', en, 'local'));

/** Gives the language to all parts of the page, React Aria's own texts included. */
export function Translations({ value, children }: { readonly value: I18n; readonly children: ReactNode }): ReactNode {
  return (
    <I18nContext value={value}>
      <I18nProvider locale={value.locale}>{children}</I18nProvider>
    </I18nContext>
  );
}

/** The language of the page. */
export function useI18n(): I18n {
  return useContext(I18nContext);
}

/** The texts of a language; Japanese is loaded when it is chosen. */
export async function loadTexts(language: Language): Promise<Texts> {
  return language === 'ja' ? (await import('./ja')).ja : en;
}

/** The functions of a language, kept while language, texts and time zone stay the same. */
export function useCreateI18n(language: Language, texts: Texts, timeZone: TimeZone): I18n {
  return useMemo(() => createI18n(language, texts, timeZone), [language, texts, timeZone]);
}
