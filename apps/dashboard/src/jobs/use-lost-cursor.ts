import { useEffect, useRef } from 'react';

import { type WindowRow } from './live-window';

/** Hands the focus of a row that has gone to the row at its place. */
export function useLostCursor(
  rows: readonly WindowRow[],
  cursor: string | undefined,
  moveTo: (id: string) => void,
): void {
  const last = useRef(-1);
  useEffect(() => {
    const index = rows.findIndex(({ job }) => job.id === cursor);
    const heir = rows[Math.min(last.current, rows.length - 1)];
    if (index === -1 && last.current >= 0 && heir && document.activeElement === document.body) moveTo(heir.job.id);
    last.current = index;
  }, [rows, cursor, moveTo]);
}
