import { type ReactNode } from 'react';

/** The audit trail. */
export function ActionsPage(): ReactNode {
  return null;
}
