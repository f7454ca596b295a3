import { type ReactNode } from 'react';

/** The list of backends. */
export function SourcesPage(): ReactNode {
  return null;
}
