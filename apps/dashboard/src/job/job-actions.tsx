import { type ReactNode, useId, useMemo } from 'react';

import { type Job, type JobAction, type JobActionName } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { useJobAction } from '../jobs/action-dialog';
import { SignInLink } from '../sign-in/sign-in-link';
import { Button } from '../ui/button';
import { useKeys } from '../ui/keys';
import { actionReasons, knownReason } from './action-reasons';
import { BackendText } from './backend-text';
import css from './job.module.css';

/** The actions on a job. One that is not allowed stays visible, with the reason as text. */
export function JobActions({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const reasonsId = useId();
  const { dialog, start } = useJobAction();
  const { actions } = job;
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
          <Reason text={reason} />
        </li>
      ))}
    </ul>
  );
}

/** A reason of the gateway in the page's language, with the way to another login if that helps; a backend's as it is. */
function Reason({ text }: { readonly text: string }): ReactNode {
  const { t } = useI18n();
  const known = knownReason(text);
  if (known === undefined) return <BackendText text={text} />;
  return (
    <>
      {t(known.key, known.places)} {known.isRole && <SignInLink />}
    </>
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

function useActionKeys(press: (name: JobActionName) => void): void {
  const keys = useMemo(
    () => ({ c: () => press('cancel'), P: () => press('pause'), r: () => press('resume') }),
    [press],
  );
  useKeys(keys);
}
