import { type ReactNode } from 'react';

/** The screen for signing in. */
export function SignInPage(): ReactNode {
  return null;
}
