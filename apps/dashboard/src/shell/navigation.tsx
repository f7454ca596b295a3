import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { get } from '../api/client';
import { type SourceList } from '../api/types';
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
          {screen.path === '/sources' && <TroubledSources />}
        </Link>
      ))}
    </nav>
  );
}

const TROUBLED = '/api/sources?status=degraded|failing|unauthorized&return_records=false';
const COUNT_EVERY_MS = 15_000;

/** The number of sources in trouble, beside their link. */
function TroubledSources(): ReactNode {
  const { t } = useI18n();
  const { data } = useQuery({
    queryKey: ['troubled-sources'],
    queryFn: ({ signal }) => get<SourceList>(TROUBLED, signal),
    refetchInterval: COUNT_EVERY_MS,
  });
  const count = data?.total_records ?? 0;
  if (count === 0) return null;
  return (
    <span className="navigation-trouble" title={t('nav.troubled', { count })}>
      <span aria-hidden="true">⚠{count}</span>
      <span className="visually-hidden">{t('nav.troubled', { count })}</span>
    </span>
  );
}
