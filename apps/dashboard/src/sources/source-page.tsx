import { type ReactNode } from 'react';

/** One backend. */
export function SourcePage(_props: { readonly name: string }): ReactNode {
  return null;
}
