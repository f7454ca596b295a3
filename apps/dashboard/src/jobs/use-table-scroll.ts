import { useEffect, useLayoutEffect, useRef } from 'react';

import { type ListView } from './jobs-list';

/** Rows before the end from which the next page is loaded. */
const LOAD_AHEAD = 30;

/** Keeps the first visible row at its place when rows come or go above it, unless it is the first of the list. */
export function useAnchor(
  scroller: { readonly current: HTMLDivElement | null },
  rows: readonly { readonly id: string }[],
  rowHeight: number,
  /** The number of rows before the first one; 0 if the list begins with it. */
  offset: number,
): void {
  const anchor = useRef<{ readonly id: string; readonly index: number; readonly isFirst: boolean }>(undefined);
  const top = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // The place comes from scroll events: reading it here would force a layout at each change.
    const note = (): void => {
      const index = Math.floor(top.current / rowHeight);
      const id = rows[index]?.id;
      anchor.current = id === undefined ? undefined : { id, index, isFirst: index + offset === 0 };
    };
    const follow = (): void => {
      top.current = element.scrollTop;
      note();
    };
    const old = anchor.current;
    const index =
      old && !old.isFirst && rows[old.index]?.id !== old.id ? rows.findIndex(({ id }) => id === old.id) : -1;
    if (old && index >= 0) {
      top.current += (index - old.index) * rowHeight;
      element.scrollTop = top.current;
    }
    note();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller, rows, rowHeight, offset]);
}

/** What decides whether further pages are loaded. */
export interface LoadAhead {
  readonly view: Pick<ListView, 'offset' | 'hasMore' | 'hasPrevious' | 'error'>;
  readonly onMore: () => void;
  readonly onPrevious: () => void;
}

/** Loads the next page before the end of the loaded rows is reached, and a dropped page before their beginning. */
export function useLoadAhead(
  range: { readonly startIndex: number; readonly endIndex: number } | null,
  count: number,
  { view, onMore, onPrevious }: LoadAhead,
): void {
  const isNearEnd = range !== null && range.endIndex >= count - LOAD_AHEAD;
  const isNearBegin = range !== null && range.startIndex < LOAD_AHEAD;
  const hasFailed = view.error !== undefined;
  useEffect(() => {
    if (isNearEnd && view.hasMore && !hasFailed) onMore();
  }, [isNearEnd, view.hasMore, view.offset, hasFailed, count, onMore]);
  useEffect(() => {
    if (isNearBegin && view.hasPrevious && !hasFailed) onPrevious();
  }, [isNearBegin, view.hasPrevious, view.offset, hasFailed, count, onPrevious]);
}

/** Scrolls to the row at the cursor and gives it the focus, each time that the cursor was moved by a key. */
export function useFocusCursor(
  scroller: { readonly current: HTMLDivElement | null },
  moves: number,
  scrollToCursor: () => void,
): void {
  const scroll = useRef(scrollToCursor);
  scroll.current = scrollToCursor;
  useEffect(() => {
    if (moves === 0) return;
    scroll.current();
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [scroller, moves]);
}
