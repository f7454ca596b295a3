import { type ReactNode, useMemo } from 'react';

import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Age, Elapsed } from '../live/age';
import { lengthOf } from '../live/duration';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Icon } from '../ui/icons';
import { useKeys } from '../ui/keys';
import { MenuButton } from '../ui/overlays';
import { StateLabel } from '../ui/state-label';
import { BackendText } from './backend-text';
import css from './job.module.css';
import { jobPath } from './use-job';

/** What a job is and how it is: state, name, source, id, age, and the ways to copy it. */
export function JobHead({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <header className={css.head}>
      <div className={css.headLine}>
        <Button kind="plain" className={css.back} aria-label={t('job.back')} onPress={onClose}>
          <Icon name="back" />
        </Button>
        <StateLabel state={job.state} gone={job.gone} />
        <JobTimes job={job} />
        <span className={css.space} />
        <CopyMenu job={job} />
        <Button kind="plain" className={css.close} aria-label={t('job.close')} onPress={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      <h2 className={css.name}>
        {job.type !== undefined && <BackendText className="muted" text={`${job.type} `} />}
        <BackendText text={job.description ?? (job.type === undefined ? t('job.untitled') : '')} />
      </h2>
      <p className={css.meta}>
        <span className="mono">{job.id}</span>
        {job.attempt > 1 && <span>{t('job.attempt', { count: job.attempt })}</span>}
        <BackendText text={t('job.native', { word: job.native_state })} />
      </p>
    </header>
  );
}

function JobTimes({ job }: { readonly job: Job }): ReactNode {
  const { units } = useI18n();
  return (
    <span className="muted">
      <Age time={job.created_time} />
      {job.duration_seconds !== undefined && ` · ${lengthOf(job.duration_seconds, units)}`}
      {job.duration_seconds === undefined && !job.terminal && job.start_time !== undefined && (
        <>
          {' · '}
          <Elapsed since={job.start_time} />
        </>
      )}
    </span>
  );
}

function CopyMenu({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const { id } = job;
  const keys = useMemo(() => ({ y: () => void copyText(id), u: () => void copyText(linkTo(id)) }), [id]);
  useKeys(keys);
  const entries = [
    { id: 'id', label: t('job.copy.id'), note: 'y', onAction: () => void copyText(id) },
    { id: 'link', label: t('job.copy.link'), note: 'u', onAction: () => void copyText(linkTo(id)) },
    {
      id: 'curl',
      label: t('job.copy.curl'),
      onAction: () => void copyText(`curl -s '${location.origin}${jobPath(id)}'`),
    },
  ];
  return (
    <MenuButton label={t('job.copy')} groups={[{ entries }]}>
      <Button>
        {t('job.copy')}
        <Icon name="down" />
      </Button>
    </MenuButton>
  );
}

function linkTo(id: string): string {
  return `${location.origin}/jobs/${encodeURIComponent(id)}`;
}
