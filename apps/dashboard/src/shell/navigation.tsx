import { type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { type Key, useI18n } from '../i18n/i18n';
import { useTroubledSources } from './troubled-sources';

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
          {screen.path === '/sources' && <TroubledSources />}
        </Link>
      ))}
    </nav>
  );
}

/** The number of sources in trouble, beside their link. */
function TroubledSources(): ReactNode {
  const { t } = useI18n();
  const count = useTroubledSources();
  if (count === 0) return null;
  return (
    <span className="navigation-trouble" title={t('nav.troubled', { count })}>
      <span aria-hidden="true">⚠{count}</span>
      <span className="visually-hidden">{t('nav.troubled', { count })}</span>
    </span>
  );
}
