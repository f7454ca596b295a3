import { type ListView } from './jobs-list';
import { MOST_NEW } from './live-window';

/** What the number of matches depends on. */
type Counted = Pick<ListView, 'hasMore' | 'hasPrevious' | 'leftCount' | 'newCount' | 'total'> & {
  readonly rows: readonly unknown[];
};

/**
 * The number of matches as the page shows it everywhere. A list that is loaded as a whole is counted with what its stream
 * has brought, so that it agrees with the rows; of a longer list the server's last count is shown.
 */
export function shownTotal(view: Counted, counted: number | undefined): number {
  const { hasMore, hasPrevious, leftCount, newCount, rows } = view;
  if (!hasMore && !hasPrevious && newCount < MOST_NEW) return rows.length - leftCount + newCount;
  return counted ?? view.total;
}
