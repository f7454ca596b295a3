import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { useMe } from '../api/queries';
import { type Action, type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendText } from './backend-text';
import css from './job.module.css';
import { Section } from './section';
import { useJobAudit } from './use-job';

/** Who asked for which action on a job, and what came of it, newest first. */
export function JobAudit({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  const { data: records = [] } = useJobAudit(job);
  const seesAll = me?.method === 'none' || me?.role === 'admin';
  return (
    <Section title={t('job.audit')}>
      {records.length === 0 && <p className="muted">{t('job.audit.none')}</p>}
      <ul className={css.audit}>
        {records.map((record) => (
          <AuditLine key={record.id} record={record} />
        ))}
      </ul>
      {!seesAll && <p className="muted">{t('job.audit.own')}</p>}
    </Section>
  );
}

function AuditLine({ record }: { readonly record: Action }): ReactNode {
  const { t, time, dateTime } = useI18n();
  const { bulk_id: bulk } = record;
  return (
    <li className={css.auditLine}>
      <time className="muted" dateTime={record.time} title={dateTime(record.time)}>
        {time(record.time)}
      </time>
      <span>
        {t(`action.${record.action}`)} · {record.by.name} · {t(`job.outcome.${record.outcome}`)}
        {record.status !== undefined && <span className="muted"> · {record.status}</span>}
        {bulk !== undefined && (
          <>
            {' · '}
            <Link href={`/bulk/${encodeURIComponent(bulk)}`}>{t('actions.bulk', { id: bulk.slice(-6) })}</Link>
          </>
        )}{' '}
        {record.detail !== undefined && <BackendText className="muted" text={record.detail} />}
      </span>
    </li>
  );
}
