import { useEffect } from 'react';

import { settings } from './settings';

/** What a key does; it returns false if it does nothing here, so that the browser's own use remains. */
export type KeyHandler = (event: KeyboardEvent) => void | false;

/** Handlers by key as in `KeyboardEvent.key`; two keys after each other are written `g j`. */
export type KeyMap = Readonly<Record<string, KeyHandler>>;

const PAIR_MS = 1_000;
const maps: { current: KeyMap }[] = [];
let first: { readonly key: string; readonly at: number } | undefined;

document.addEventListener('keydown', handle);

/** Adds single-key shortcuts while the component is shown. A map that was added later takes precedence. */
export function useKeys(map: KeyMap): void {
  useEffect(() => {
    const entry = { current: map };
    maps.unshift(entry);
    return () => {
      maps.splice(maps.indexOf(entry), 1);
    };
  }, [map]);
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const isCharacter = event.key.length === 1;
  if (isTyping(event.target) || (isCharacter && !settings().singleKeys)) return;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
  const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : undefined;
  first = event.key === 'g' ? { key: 'g', at: event.timeStamp } : undefined;
  const handler = find(pair) ?? find(event.key);
  if (handler && handler(event) !== false) event.preventDefault();
}

function find(key: string | undefined): KeyHandler | undefined {
  if (key === undefined) return undefined;
  return maps.map((entry) => entry.current[key]).find((handler) => handler !== undefined);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
