import { type ReactNode, useId, useMemo, useState } from 'react';

import { newIdempotencyKey } from '../api/client';
import { ACTION_ROLE, mayAct, useMe } from '../api/queries';
import { type Job, type JobAction, type JobActionName, type Me } from '../api/types';
import { type I18n, useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { useKeys } from '../ui/keys';
import { actionReasons } from './action-reasons';
import { BackendText } from './backend-text';
import { CancelDialog } from './cancel-dialog';
import css from './job.module.css';
import { useJobAction } from './use-job-action';

/** The actions on a job. One that is not allowed stays visible, with the reason as text. */
export function JobActions({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  const reasonsId = useId();
  const [isCancelling, setCancelling] = useState(false);
  const { data: answer, error, isPending, mutate } = useJobAction(job.id);
  const actions = offered(job, me, t);
  const press = (name: JobActionName): void => {
    if (isPending || !actions.some((action) => action.name === name && action.allowed)) return;
    if (name === 'cancel') setCancelling(true);
    else mutate({ action: name, key: newIdempotencyKey() });
  };
  useActionKeys(press);
  return (
    <section className={css.actions} aria-label={t('job.actions')}>
      <div className={css.buttons}>
        {actions.map(({ allowed, name }) => (
          <Button
            key={name}
            kind={name === 'cancel' ? 'danger' : 'normal'}
            isDisabled={!allowed || isPending}
            aria-describedby={reasonsId}
            onPress={() => press(name)}
          >
            {t(`action.${name}`)}
          </Button>
        ))}
        <Reasons id={reasonsId} actions={actions} />
      </div>
      <p className="muted" role="status">
        {isPending && t('job.action.sending')}
        {!isPending && answer !== undefined && t(answer.isAccepted ? 'job.action.accepted' : 'job.action.done')}
      </p>
      {error !== null && <Failure error={error} />}
      <Requested job={job} />
      {isCancelling && <CancelDialog job={job} onClose={() => setCancelling(false)} />}
    </section>
  );
}

function Reasons({ actions, id }: { readonly actions: readonly JobAction[]; readonly id: string }): ReactNode {
  const { t } = useI18n();
  const reasons = actionReasons(actions);
  const isForAll = reasons.length === 1 && reasons[0]?.names.length === actions.length;
  return (
    <ul id={id} className={css.reasons}>
      {reasons.map(({ names, reason }) => (
        <li key={reason}>
          {!isForAll && `${names.map((name) => t(`action.${name}`)).join(', ')}: `}
          <BackendText text={reason} />
        </li>
      ))}
    </ul>
  );
}

/** The last action that was sent through the gateway. */
function Requested({ job: { requested } }: { readonly job: Job }): ReactNode {
  const { t, time } = useI18n();
  if (requested === undefined) return null;
  const { action, by, outcome, time: at } = requested;
  return (
    <p className="muted">
      {t('job.requested', {
        action: t(`action.${action}`),
        name: by,
        time: time(at),
        outcome: t(`job.outcome.${outcome}`),
      })}
    </p>
  );
}

/** The actions as the gateway offers them, less those that the caller's role does not include. */
function offered(job: Job, me: Me | undefined, t: I18n['t']): readonly JobAction[] {
  if (mayAct(me)) return job.actions;
  const role = me?.role === undefined ? t('top.no-role') : t(`role.${me.role}`);
  const reason = t('role.needed', { needed: t(`role.${ACTION_ROLE}`), role });
  return job.actions.map((action) => (action.allowed ? { ...action, allowed: false, reason } : action));
}

function useActionKeys(press: (name: JobActionName) => void): void {
  const keys = useMemo(
    () => ({ c: () => press('cancel'), P: () => press('pause'), r: () => press('resume') }),
    [press],
  );
  useKeys(keys);
}
