import { useMemo, useRef } from 'react';

import { type JobActionName } from '../api/types';
import { type KeyMap, useKeys } from '../ui/keys';

/** What the keys of the list do. */
export interface ListCommands {
  /** Moves the cursor to the next or the previous row. */
  move(step: 1 | -1): void;
  open(): void;
  /** Closes the innermost thing. Returns false if there is none. */
  close(): boolean;
  tick(isRange: boolean): void;
  tickAll(): void;
  show(): void;
  hold(): void;
  act(action: JobActionName): void;
  copyId(): void;
  copyLink(): void;
  facets(): void;
}

/** The single keys of the list. */
export function useListKeys(commands: ListCommands): void {
  const latest = useRef(commands);
  latest.current = commands;
  const map = useMemo((): KeyMap => {
    const now = (): ListCommands => latest.current;
    const onRow = (run: () => void) => (event: KeyboardEvent) => (isOnRow(event) ? run() : false);
    return {
      j: () => now().move(1),
      k: () => now().move(-1),
      ArrowDown: onRow(() => now().move(1)),
      ArrowUp: onRow(() => now().move(-1)),
      Enter: onRow(() => now().open()),
      o: () => now().open(),
      Escape: () => (now().close() ? undefined : false),
      x: () => now().tick(false),
      X: () => now().tick(true),
      a: () => now().tickAll(),
      '.': () => now().show(),
      p: () => now().hold(),
      c: () => now().act('cancel'),
      P: () => now().act('pause'),
      r: () => now().act('resume'),
      y: () => now().copyId(),
      u: () => now().copyLink(),
      f: () => now().facets(),
    };
  }, []);
  useKeys(map);
}

/** Keys that buttons and links use themselves act on rows only while a row, or nothing, has the focus. */
function isOnRow({ target }: KeyboardEvent): boolean {
  return target === document.body || (target instanceof HTMLElement && ['row', 'main'].includes(target.role ?? ''));
}
