import { type ReactNode } from 'react';

/** One job with its timeline. */
export function JobView(_props: { readonly id: string; readonly onClose: () => void }): ReactNode {
  return null;
}
