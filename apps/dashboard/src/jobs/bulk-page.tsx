import { type ReactNode } from 'react';

/** The progress of a bulk action. */
export function BulkPage(_props: { readonly id: string }): ReactNode {
  return null;
}
