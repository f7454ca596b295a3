import { type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

import { useMe } from '../api/queries';
import { useI18n } from '../i18n/i18n';
import { signInHref } from './next-path';

/** The address of the screen for signing in that returns to the current place; undefined for a caller who is signed in. */
export function useSignInHref(): string | undefined {
  const [path] = useLocation();
  const search = useSearch();
  const { data: me } = useMe();
  if (me?.method !== 'anonymous') return undefined;
  return signInHref(path + search);
}

/** The link to signing in; nothing for a caller who is signed in. */
export function SignInLink(): ReactNode {
  const { t } = useI18n();
  const href = useSignInHref();
  return href === undefined ? null : <Link href={href}>{t('top.sign-in')}</Link>;
}
