import { type ReactNode } from 'react';

import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendBlock, BackendText } from './backend-text';
import css from './job.module.css';

/** Why a job failed, in the backend's words, and its message. The message of a failed job without an error is the reason. */
export function JobError({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const { error, message } = job;
  const isReason = error === undefined && (job.state === 'failure' || job.state === 'partial_failure');
  return (
    <>
      {error !== undefined && (
        <div className={css.error} role="group" aria-label={t('job.error')}>
          <span className={css.errorText}>
            <BackendText className={css.errorCode} text={error.code} />{' '}
            <BackendBlock text={error.message} more={t('common.more')} />
          </span>
          {error.target !== undefined && (
            <BackendText className={css.errorNote} text={t('job.error.target', { target: error.target })} />
          )}
          {error.arguments.map((argument, index) => (
            <BackendText key={index} className={css.errorNote} text={`${argument.code}: ${argument.message}`} />
          ))}
        </div>
      )}
      {message !== undefined && message !== '' && message !== error?.message && (
        <p className={isReason ? `${css.error} ${css.errorText}` : css.message}>
          <BackendBlock text={message} more={t('common.more')} />
        </p>
      )}
      {job.truncated !== undefined && job.truncated.length > 0 && (
        <p className="muted">{t('job.truncated', { fields: job.truncated.join(', ') })}</p>
      )}
    </>
  );
}
