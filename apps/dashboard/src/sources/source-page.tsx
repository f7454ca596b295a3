import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { isTemporary } from '../api/client';
import { JOB_STATES, type Source } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { isNotFound } from '../job/use-job';
import { Failure } from '../ui/failure';
import { Icon } from '../ui/icons';
import { StateLabel } from '../ui/state-label';
import { GapPattern } from './gap-band-view';
import { NoAnswer, useIsOverdue } from './no-answer';
import { PollButton, PollNote, PollResult } from './poll-button';
import { ReasonLine } from './reason-line';
import { SourceFacts } from './source-facts-view';
import { SourceGaps } from './source-gaps';
import css from './sources.module.css';
import { StatusLabel } from './status-label';
import { statusLog } from './status-log';
import { LIST_MS, usePoll, useSource } from './use-sources';

/** One backend: how it is and what to do, its gaps, its jobs. */
export function SourcePage({ name }: { readonly name: string }): ReactNode {
  const { t } = useI18n();
  const { data: source, dataUpdatedAt, error, refetch } = useSource(name);
  const isOld = useIsOverdue(dataUpdatedAt, LIST_MS);
  return (
    <div className={css.detail}>
      <GapPattern />
      <Link href="/sources" className={css.backLink}>
        <Icon name="back" />
        {t('sources.all')}
      </Link>
      {source !== undefined && <Head source={source} />}
      {source === undefined && isNotFound(error) && (
        <>
          <h1>{t('sources.not-found')}</h1>
          <p>{t('sources.not-found.text', { name })}</p>
        </>
      )}
      {isOld && <NoAnswer answeredAt={dataUpdatedAt} onRetry={() => void refetch()} />}
      {error !== null && !isNotFound(error) && !(isOld && isTemporary(error)) && (
        <Failure error={error} onRetry={() => void refetch()} />
      )}
      {source === undefined && error === null && <p className="muted">{t('common.loading')}</p>}
      {source !== undefined && (
        <>
          <SourceFacts source={source} />
          <SourceGaps source={source} />
          <JobsByState source={source} />
          <StatusChanges name={name} />
        </>
      )}
    </div>
  );
}

function Head({ source }: { readonly source: Source }): ReactNode {
  const poll = usePoll(source.name);
  return (
    <header className={css.detailHead}>
      <div className={css.detailLine}>
        <h1>{source.name}</h1>
        <StatusLabel status={source.status} />
        <span className={css.space} />
        <PollButton name={source.name} poll={poll} />
      </div>
      {source.reason !== undefined && (
        <p className={css.reason}>
          <ReasonLine
            reason={source.reason}
            failures={source.consecutive_failures}
            lastSuccess={source.last_success_time}
          />
        </p>
      )}
      <PollResult poll={poll} />
      <PollNote name={source.name} />
    </header>
  );
}

function JobsByState({ source }: { readonly source: Source }): ReactNode {
  const { t, number } = useI18n();
  const counts = JOB_STATES.flatMap((state) => {
    const count = source.jobs[state] ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  return (
    <section className={css.part}>
      <h2>{t('sources.by-state')}</h2>
      {counts.length === 0 && <p className="muted">{t('sources.by-state.none')}</p>}
      <ul className={css.byState}>
        {counts.map(({ count, state }) => (
          <li key={state}>
            <Link href={`/jobs?source.name=${source.name}&state=${state}`}>
              <StateLabel state={state} />
              <span>{number(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function StatusChanges({ name }: { readonly name: string }): ReactNode {
  const { t, dateTime } = useI18n();
  const changes = statusLog.of(name);
  return (
    <section className={css.part}>
      <h2>{t('sources.changes')}</h2>
      {changes.length === 0 && <p className="muted">{t('sources.changes.none')}</p>}
      <ol className={css.changes}>
        {changes.map(({ from, time, to }) => (
          <li key={time}>
            <span className="muted">{dateTime(time)}</span>
            <StatusLabel status={from} /> → <StatusLabel status={to} />
          </li>
        ))}
      </ol>
    </section>
  );
}
