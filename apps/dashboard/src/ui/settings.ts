import { useSyncExternalStore } from 'react';

/** What the browser keeps for its user. Links never depend on it. */
export interface Settings {
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: 'en' | 'ja';
  readonly timeZone: 'local' | 'utc';
  readonly singleKeys: boolean;
  readonly density: 'compact' | 'comfortable';
  readonly columns: readonly string[] | undefined;
  readonly views: readonly { readonly name: string; readonly query: string }[];
}

const PREFIX = 'job-gateway.';
const defaults: Settings = {
  theme: 'system',
  language: navigator.language.startsWith('ja') ? 'ja' : 'en',
  timeZone: 'local',
  singleKeys: true,
  density: 'compact',
  columns: undefined,
  views: [],
};

const listeners = new Set<() => void>();
let current: Settings = Object.fromEntries(
  Object.entries(defaults).map(([key, value]) => [key, read(key, value)]),
) as unknown as Settings;

applyTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

/** The present settings, for code outside of components. */
export const settings = (): Settings => current;

/** Changes one setting and keeps it. */
export function setSetting<K extends keyof Settings>(key: K, value: Settings[K]): void {
  current = { ...current, [key]: value };
  try {
    localStorage.setItem(PREFIX + key, typeof value === 'string' ? value : JSON.stringify(value));
  } catch {
    // Without storage the setting lasts until the page is closed.
  }
  if (key === 'theme') applyTheme();
  listeners.forEach((listener) => listener());
}

/** The settings; the component is rendered again when one changes. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, settings);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(key: string, fallback: unknown): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return fallback;
    return typeof fallback === 'string' ? text : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/** The theme that is shown now. */
export function shownTheme(): 'light' | 'dark' {
  if (current.theme !== 'system') return current.theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function applyTheme(): void {
  document.documentElement.dataset['theme'] = shownTheme();
}
