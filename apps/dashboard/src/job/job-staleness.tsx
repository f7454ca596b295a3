import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { lengthOf } from '../live/duration';
import { useSource } from '../sources/use-sources';
import { Icon } from '../ui/icons';
import { BackendText } from './backend-text';
import css from './job.module.css';

/** How old the record is, if its source is stale, and since when the source has a gap. Nothing for a fresh source. */
export function JobStaleness({ job }: { readonly job: Job }): ReactNode {
  const { t, time, units } = useI18n();
  const { data: source } = useSource(job.source.name);
  if (source === undefined) return null;
  const { age_seconds: age, reason = '', status } = source;
  const isStale = age === undefined || status === 'failing' || status === 'unauthorized';
  const gap = source.gaps.find(({ to }) => to === undefined);
  if (!isStale && gap === undefined) return null;
  const key = age === undefined ? 'job.stale.unread' : 'job.stale';
  return (
    <p className={css.stale} role="status">
      <Icon name="warning" />
      <span>
        {isStale && <BackendText text={t(key, { age: lengthOf(Math.floor(age ?? 0), units), reason })} />}{' '}
        {gap !== undefined && <span>{t('job.gap', { time: time(gap.from) })}</span>}{' '}
        <Link href={`/sources/${source.name}`}>{t('job.open-source')}</Link>
      </span>
    </p>
  );
}
