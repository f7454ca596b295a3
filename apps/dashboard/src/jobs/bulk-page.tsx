import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import './bulk.css';

import { request } from '../api/client';
import { type Action, type BulkAction } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { isNotFound } from '../job/use-job';
import { Age } from '../live/age';
import { lengthOf } from '../live/duration';
import { serverClock } from '../live/server-clock';
import { SignInLink } from '../sign-in/sign-in-link';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { actionsByAttention, readActionsOf } from './bulk-actions';
import { BULK_OUTCOMES, handledOf, leftOf, secondsLeft } from './bulk-progress';
import { formatFilter } from './filter-text';
import { parseQuery } from './list-query';
import { useBulk } from './use-bulk';

/** The progress of a bulk action, with the way to stop it. */
export function BulkPage({ id }: { readonly id: string }): ReactNode {
  const { t } = useI18n();
  const { data, error, refetch } = useBulk(id);
  return (
    <section className="bulk">
      {error && !isNotFound(error) && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && isNotFound(error) && <Missing id={id} />}
      {data && <Progress bulk={data} onStopped={() => void refetch()} />}
      {data && <Actions bulk={data} />}
      <p>
        <Link href="/jobs">{t('bulk.back')}</Link>
      </p>
    </section>
  );
}

/** What stands in place of a bulk action that the gateway does not have, or has for another caller. */
function Missing({ id }: { readonly id: string }): ReactNode {
  const { t } = useI18n();
  return (
    <>
      <h1>{t('bulk.not-found')}</h1>
      <p>
        {t('bulk.not-found.text', { id })} <SignInLink />
      </p>
    </>
  );
}

function Progress({ bulk, onStopped }: { readonly bulk: BulkAction; readonly onStopped: () => void }): ReactNode {
  const { t, dateTime, number, units } = useI18n();
  const left = leftOf(bulk);
  const seconds = bulk.state === 'running' ? secondsLeft(bulk, serverClock.now()) : undefined;
  const label = t('bulk.progress', { sent: bulk.sent, total: bulk.total });
  return (
    <>
      <h1>{t('bulk.page.title', { action: t(`action.${bulk.action}`) })}</h1>
      <p className="muted">
        {t(`bulk.state.${bulk.state}`)} · {t('bulk.page.by', { name: bulk.by.name, time: dateTime(bulk.started_time) })}
      </p>
      <p className="mono bulk-query">{formatFilter(parseQuery(bulk.query).filter) || t('bulk.filter.none')}</p>
      <div
        className="bulk-bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={bulk.total}
        aria-valuenow={handledOf(bulk)}
      >
        {BULK_OUTCOMES.map((outcome) => (
          <span
            key={outcome}
            className={`bulk-bar-part bulk-bar-${outcome}`}
            style={{ width: `${bulk.total === 0 ? 0 : (bulk[outcome] / bulk.total) * 100}%` }}
          />
        ))}
      </div>
      <p className="bulk-figures">
        <strong>{label}</strong>
        {BULK_OUTCOMES.map((outcome) => (
          <span key={outcome}>
            <span className={`bulk-key bulk-bar-${outcome}`} aria-hidden="true" /> {t(`bulk.${outcome}`)}{' '}
            <strong>{number(bulk[outcome])}</strong>
          </span>
        ))}
        <span>
          {t('bulk.left')} <strong>{number(left)}</strong>
        </span>
        {seconds !== undefined && left > 0 && (
          <span className="muted">{t('bulk.time-left', { time: lengthOf(Math.ceil(seconds), units) })}</span>
        )}
      </p>
      {bulk.state === 'running' && <Stop id={bulk.id} onStopped={onStopped} />}
      {bulk.state === 'stopped' && <p>{t('bulk.stopped', { count: left })}</p>}
    </>
  );
}

function Stop({ id, onStopped }: { readonly id: string; readonly onStopped: () => void }): ReactNode {
  const { t } = useI18n();
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const stop = (): void => {
    setSending(true);
    request(`/api/bulk-actions/${encodeURIComponent(id)}`, { method: 'DELETE' })
      .then(onStopped, setError)
      .finally(() => setSending(false));
  };
  return (
    <div className="bulk-stop">
      <Button kind="danger" isDisabled={isSending} onPress={stop}>
        {t('bulk.stop')}
      </Button>
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}

/** The actions that failed, then those that were refused, then the others. */
function Actions({ bulk }: { readonly bulk: BulkAction }): ReactNode {
  const { t } = useI18n();
  const { id } = bulk;
  const { data } = useQuery({
    queryKey: ['bulk-actions', id, ...BULK_OUTCOMES.map((outcome) => bulk[outcome])],
    queryFn: ({ signal }) => actionsByAttention(readActionsOf(id, signal)),
    placeholderData: (last) => last,
  });
  if (!data || data.length === 0) return null;
  return (
    <>
      <h2>{t('bulk.actions')}</h2>
      <div className="bulk-actions" tabIndex={0} role="region" aria-label={t('bulk.actions')}>
        <table>
          <thead>
            <tr>
              <th className="bulk-short">{t('bulk.actions.time')}</th>
              <th>{t('bulk.actions.job')}</th>
              <th>{t('bulk.actions.outcome')}</th>
              <th>{t('bulk.actions.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((action) => (
              <ActionRow key={action.id} action={action} />
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <Link href={`/actions?bulk_id=${encodeURIComponent(id)}`}>{t('bulk.all-actions')}</Link>
      </p>
    </>
  );
}

function ActionRow({ action }: { readonly action: Action }): ReactNode {
  const { t } = useI18n();
  return (
    <tr>
      <td className="muted bulk-short">
        <Age time={action.time} />
      </td>
      <td>
        <Link href={`/jobs/${action.job.id}`}>
          <BackendText text={action.job.description ?? action.job.id} />
        </Link>{' '}
        <span className="muted whole">{action.source.name}</span>
      </td>
      <td className="bulk-short">
        {t(`job.outcome.${action.outcome}`)}
        {action.status !== undefined && <span className="muted"> {action.status}</span>}
      </td>
      <td className="muted">
        <BackendText text={action.backend?.message ?? action.detail ?? ''} />
      </td>
    </tr>
  );
}
