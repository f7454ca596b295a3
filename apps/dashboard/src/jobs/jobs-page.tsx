import { type ReactNode } from 'react';

/** The list of jobs. */
export function JobsPage(_props: { readonly openId: string | undefined }): ReactNode {
  return null;
}
