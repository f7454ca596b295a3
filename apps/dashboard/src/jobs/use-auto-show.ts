import { useEffect, useRef } from 'react';

const AT_MOST_EVERY_MS = 2_000;
const QUIET_MS = 3_000;
const CHECK_MS = 500;

/** When new jobs may enter the list by themselves: never while the user looks closely. */
export interface AutoShow {
  readonly hasNews: boolean;
  /** The list is at its beginning, in its own order, with nothing ticked or open, and not held by the user. */
  readonly isAtRest: boolean;
  /** The list has no row that could move away under the pointer. */
  readonly isEmpty: boolean;
  readonly show: () => void;
}

/** Shows new jobs every two seconds at most while the user does not look closely. Returns the handlers that note the pointer. */
export function useAutoShow({ hasNews, isAtRest, isEmpty, show }: AutoShow): {
  onPointerEnter(): void;
  onPointerLeave(): void;
} {
  const isOver = useRef(false);
  const lastKey = useRef(-QUIET_MS);
  const lastShow = useRef(0);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    const note = (): void => {
      lastKey.current = performance.now();
    };
    document.addEventListener('keydown', note);
    return () => document.removeEventListener('keydown', note);
  }, []);
  useEffect(() => {
    if (!hasNews || !isAtRest) return;
    const timer = setInterval(() => {
      const now = performance.now();
      const looksClosely = !isEmpty && (isOver.current || now - lastKey.current < QUIET_MS);
      const isTooSoon = now - lastShow.current < AT_MOST_EVERY_MS;
      if (
        looksClosely ||
        isTooSoon ||
        document.hidden ||
        document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')
      )
        return;
      lastShow.current = now;
      latest.current();
    }, CHECK_MS);
    return () => clearInterval(timer);
  }, [hasNews, isAtRest, isEmpty]);
  return useRef({
    onPointerEnter: () => {
      isOver.current = true;
    },
    onPointerLeave: () => {
      isOver.current = false;
    },
  }).current;
}
