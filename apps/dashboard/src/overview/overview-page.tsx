import { type ReactNode } from 'react';

/** Jobs over time. */
export function OverviewPage(): ReactNode {
  return null;
}
