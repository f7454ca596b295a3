import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { ProblemError } from '../api/problem';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { Icon } from '../ui/icons';
import css from './job.module.css';
import { isNotFound } from './use-job';

interface MissingProps {
  readonly id: string;
  readonly error: Error;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** What stands in place of a job that could not be read: why, and where to go from here. */
export function JobMissing({ id, error, onRetry, onClose }: MissingProps): ReactNode {
  const { t } = useI18n();
  const candidates = error instanceof ProblemError ? (error.problem?.candidates ?? []) : [];
  const heading = candidates.length > 0 ? 'job.ambiguous' : isNotFound(error) ? 'job.not-found' : 'job.title';
  return (
    <article className={css.view}>
      <div className={css.headLine}>
        <h2 className={css.name}>{t(heading)}</h2>
        <span className={css.space} />
        <Button kind="plain" aria-label={t('job.close')} onPress={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      {isNotFound(error) ? <NotFound id={id} /> : <Failure error={error} onRetry={onRetry} />}
      <ul className={css.plainList}>
        {candidates.map((candidate) => (
          <li key={candidate}>
            <Link href={`/jobs/${encodeURIComponent(candidate)}`} className="mono">
              {candidate}
            </Link>
          </li>
        ))}
      </ul>
    </article>
  );
}

function NotFound({ id }: { readonly id: string }): ReactNode {
  const { t } = useI18n();
  const [source = ''] = id.split('~');
  return (
    <>
      <p>{t('job.not-found.text', { id })}</p>
      <p className={css.linkLine}>
        {id.includes('~') && (
          <Link href={`/sources/${encodeURIComponent(source)}`}>{t('job.not-found.source', { name: source })}</Link>
        )}
        <Link href="/jobs">{t('job.not-found.list')}</Link>
      </p>
    </>
  );
}
