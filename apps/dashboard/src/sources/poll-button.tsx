import { type UseMutationResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';

import { ACTION_ROLE } from '../api/queries';
import { type Source } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { useForbidden } from '../jobs/use-forbidden';
import { lengthOf } from '../live/duration';
import { SignInLink } from '../sign-in/sign-in-link';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import css from './sources.module.css';
import { useMayPoll } from './use-may-poll';

interface PollProps {
  readonly name: string;
  readonly poll: UseMutationResult<Source, Error, void>;
}

/** Polls a source; disabled for a caller whose role does not include it, which `PollNote` explains. */
export function PollButton({ name, poll }: PollProps): ReactNode {
  const { t } = useI18n();
  const mayPoll = useMayPoll();
  return (
    <Button
      aria-label={t('sources.poll-of', { name })}
      isDisabled={poll.isPending || !mayPoll(name)}
      onPress={() => poll.mutate()}
    >
      {t(poll.isPending ? 'sources.polling' : 'sources.poll-now')}
    </Button>
  );
}

/** The same in a list: a native button, because a thousand rows are rendered while the list scrolls. */
export function PlainPollButton({ name, poll, mayPoll }: PollProps & { readonly mayPoll: boolean }): ReactNode {
  const { t } = useI18n();
  return (
    <button
      type="button"
      className={`button button-plain ${css.plainPoll}`}
      aria-label={t('sources.poll-of', { name })}
      title={mayPoll ? undefined : t('role.needed-source', { needed: t(`role.${ACTION_ROLE}`), source: name })}
      disabled={poll.isPending || !mayPoll}
      onClick={() => poll.mutate()}
    >
      {t(poll.isPending ? 'sources.polling' : 'sources.poll-now')}
    </button>
  );
}

/** What came of the last poll that was requested here. */
export function PollResult({ poll: { data, error } }: Pick<PollProps, 'poll'>): ReactNode {
  const { t, units } = useI18n();
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return null;
  const text =
    data.status === 'ok'
      ? t('sources.polled', { age: lengthOf(data.age_seconds ?? 0, units) })
      : t('sources.polled-badly', { reason: data.reason ?? data.status });
  return <span role="status">{text}</span>;
}

/** Why a source cannot be polled by this caller; for the list without a name. Nothing for a caller who may poll all. */
export function PollNote({ name }: { readonly name?: string }): ReactNode {
  const { t } = useI18n();
  const mayPoll = useMayPoll();
  const reason = useForbidden();
  if (reason === undefined && (name === undefined || mayPoll(name))) return null;
  return (
    <span className="muted">
      {t('sources.poll-now')}:{' '}
      {reason ?? t('role.needed-source', { needed: t(`role.${ACTION_ROLE}`), source: name ?? '' })} <SignInLink />
    </span>
  );
}
