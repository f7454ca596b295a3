import { type ReactNode } from 'react';

/** The form for signing in; calls onDone after a login. */
export function SignInForm(_props: { readonly next: string; readonly onDone: () => void }): ReactNode {
  return null;
}
