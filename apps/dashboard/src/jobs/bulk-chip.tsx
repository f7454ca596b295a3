import { type ReactNode } from 'react';

/** The progress of the bulk action of this browser, in the top bar. */
export function BulkChip(): ReactNode {
  return null;
}
