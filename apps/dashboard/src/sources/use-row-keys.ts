import { type RefObject, useMemo } from 'react';

import { useKeys } from '../ui/keys';

/** The attribute of the link of a row, which has the focus when the row is chosen by keys. */
export const ROW_LINK = { 'data-row-link': '' } as const;

/** Lets `j`, `k` and the arrows move the focus through the rows of a table. */
export function useRowKeys(table: RefObject<HTMLElement | null>): void {
  const keys = useMemo(() => {
    const move = (step: 1 | -1, mayStart: boolean): void | false => {
      const links = [...(table.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
      const at = links.findIndex((link) => link.closest('[role="row"]')?.contains(document.activeElement));
      if (at === -1 && !mayStart) return false;
      links[at === -1 ? 0 : at + step]?.focus();
    };
    return {
      j: () => move(1, true),
      k: () => move(-1, true),
      ArrowDown: () => move(1, false),
      ArrowUp: () => move(-1, false),
    };
  }, [table]);
  useKeys(keys);
}
