import { type ReactNode, useId, useMemo } from 'react';

import { ACTION_ROLE, mayAct, useMe } from '../api/queries';
import { type Job, type JobAction, type JobActionName, type Me } from '../api/types';
import { type I18n, useI18n } from '../i18n/i18n';
import { useJobAction } from '../jobs/action-dialog';
import { Button } from '../ui/button';
import { useKeys } from '../ui/keys';
import { actionReasons } from './action-reasons';
import { BackendText } from './backend-text';
import css from './job.module.css';

/** The actions on a job. One that is not allowed stays visible, with the reason as text. */
export function JobActions({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  const reasonsId = useId();
  const { dialog, start } = useJobAction();
  const actions = offered(job, me, t);
  const press = (name: JobActionName): void => {
    if (actions.some((action) => action.name === name && action.allowed)) start(name, job);
  };
  useActionKeys(press);
  return (
    <section className={css.actions} aria-label={t('job.actions')}>
      <div className={css.buttons}>
        {actions.map(({ allowed, name }) => (
          <Button
            key={name}
            kind={name === 'cancel' ? 'danger' : 'normal'}
            isDisabled={!allowed}
            aria-describedby={reasonsId}
            onPress={() => press(name)}
          >
            {t(`action.${name}`)}
          </Button>
        ))}
        <Reasons id={reasonsId} actions={actions} />
      </div>
      <Requested job={job} />
      {dialog}
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
