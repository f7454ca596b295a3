import { memo, type ReactNode } from 'react';
import { Link } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { Age } from '../live/age';
import { serverClock } from '../live/server-clock';
import { GapBand } from './gap-band-view';
import { PlainPollButton, PollResult } from './poll-button';
import { ReasonLine } from './reason-line';
import { activeAndFailed, originText } from './source-facts';
import css from './sources.module.css';
import { StatusLabel } from './status-label';
import { ROW_LINK } from './use-row-keys';
import { type ListedSource, usePoll } from './use-sources';

const DAY_MS = 86_400_000;

interface RowProps {
  readonly source: ListedSource;
  /** False for a caller whose role does not include polling. */
  readonly mayPoll: boolean;
  /** Called with the name of the source and the begin of the gap that was pressed. */
  readonly onGap: (name: string, from: string) => void;
}

/** One source in the list: a line, and a second one with the reason if there is one. */
export const SourceRow = memo(function SourceRow({ source, mayPoll, onGap }: RowProps): ReactNode {
  const { t } = useI18n();
  const poll = usePoll(source.name);
  const now = serverClock.now();
  const href = `/sources/${source.name}`;
  return (
    <>
      <div className={css.line} role="presentation">
        <span role="cell">
          <StatusLabel status={source.status} />
        </span>
        <span role="rowheader" className="cut">
          <Link {...ROW_LINK} href={href}>
            {source.name}
          </Link>
        </span>
        <span role="cell" className={`${css.kind} cut`}>
          {source.kind}
        </span>
        <span role="cell" className={`${css.origin} cut`} title={originText(source.origin)}>
          <Origin source={source} />
        </span>
        <span role="cell" className={css.age}>
          <SourceAge source={source} />
        </span>
        <span role="cell" className={css.jobs}>
          <JobCounts source={source} />
        </span>
        <span role="cell" className={css.gaps}>
          <GapBand
            name={source.name}
            gaps={source.gaps}
            begin={now - DAY_MS}
            end={now}
            firstPoll={source.first_poll_time}
            range={t('overview.range.24h')}
            onGap={({ from }) => onGap(source.name, from)}
          />
        </span>
        <span role="cell" className={css.poll}>
          <PlainPollButton name={source.name} poll={poll} mayPoll={mayPoll} />
        </span>
      </div>
      <SecondLine source={source} poll={poll} />
    </>
  );
});

function SecondLine({
  source,
  poll,
}: {
  readonly source: ListedSource;
  readonly poll: ReturnType<typeof usePoll>;
}): ReactNode {
  const hasResult = poll.data !== undefined || poll.error !== null;
  if (source.reason === undefined && !hasResult) return null;
  return (
    <div className={css.second} role="cell">
      {source.reason !== undefined && (
        <ReasonLine
          reason={source.reason}
          failures={source.consecutive_failures}
          lastSuccess={source.last_success_time}
        />
      )}{' '}
      <PollResult poll={poll} />
    </div>
  );
}

function Origin({ source: { origin } }: { readonly source: ListedSource }): ReactNode {
  const { t } = useI18n();
  if (origin.kind === 'config') return t('sources.origin.config');
  return origin.kind === 'discovery' && origin.source === undefined
    ? t('sources.origin.discovery')
    : originText(origin);
}

/** The age grows by the server's clock, also while the gateway does not answer. */
function SourceAge({ source: { last_success_time: time } }: { readonly source: ListedSource }): ReactNode {
  return time === undefined ? '–' : <Age time={time} />;
}

function JobCounts({ source: { jobs, name } }: { readonly source: ListedSource }): ReactNode {
  const { t, number } = useI18n();
  const { active, failed } = activeAndFailed(jobs);
  const of = `/jobs?source.name=${name}`;
  return (
    <>
      <Link href={`${of}&terminal=false`} aria-label={t('sources.active-jobs', { count: active, name })}>
        {number(active)}
      </Link>
      {' / '}
      <Link
        href={`${of}&state=failure|partial_failure`}
        className={failed > 0 ? css.failed : undefined}
        aria-label={t('sources.failed-jobs', { count: failed, name })}
      >
        {number(failed)}
      </Link>
    </>
  );
}
