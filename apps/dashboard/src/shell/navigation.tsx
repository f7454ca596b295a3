import { type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { type Key, useI18n } from '../i18n/i18n';

/** The screens of the page, in the order of the top bar. */
export const SCREENS: readonly { readonly path: string; readonly key: Key }[] = [
  { path: '/jobs', key: 'nav.jobs' },
  { path: '/sources', key: 'nav.sources' },
  { path: '/actions', key: 'nav.actions' },
  { path: '/overview', key: 'nav.overview' },
];

/** The links to the screens. */
export function Navigation(): ReactNode {
  const { t } = useI18n();
  const [path] = useLocation();
  return (
    <nav className="navigation" aria-label={t('nav.main')}>
      {SCREENS.map((screen) => (
        <Link
          key={screen.path}
          href={screen.path}
          className="navigation-link"
          aria-current={path.startsWith(screen.path) ? 'page' : undefined}
        >
          {t(screen.key)}
        </Link>
      ))}
    </nav>
  );
}
