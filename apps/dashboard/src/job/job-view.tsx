import { type ReactNode } from 'react';

import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Failure } from '../ui/failure';
import css from './job.module.css';
import { JobActions } from './job-actions';
import { JobAudit } from './job-audit';
import { JobError } from './job-error';
import { JobFacts, JobLinks, JobResults, JobTasks } from './job-facts';
import { JobHead } from './job-head';
import { JobMissing } from './job-missing';
import { jobName } from './job-name';
import { JobStaleness } from './job-staleness';
import { JobTimeline } from './job-timeline';
import { useJob } from './use-job';

/** One job: its error first, then what can be done, what happened, and what is known about it. */
export function JobView({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const { data: job, error, refetch } = useJob(id);
  if (job !== undefined) {
    return (
      <article className={css.view} aria-label={`${t('job.title')}: ${jobName(job)}`}>
        <JobHead job={job} onClose={onClose} />
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        <JobBody job={job} />
      </article>
    );
  }
  if (error !== null) return <JobMissing id={id} error={error} onRetry={() => void refetch()} onClose={onClose} />;
  return <p className={`${css.view} muted`}>{t('common.loading')}</p>;
}

function JobBody({ job }: { readonly job: Job }): ReactNode {
  return (
    <>
      <JobStaleness job={job} />
      <JobError job={job} />
      <JobActions key={job.id} job={job} />
      <JobTimeline job={job} />
      <JobTasks job={job} />
      <JobResults job={job} />
      <JobFacts job={job} />
      <JobLinks job={job} />
      <JobAudit job={job} />
    </>
  );
}
