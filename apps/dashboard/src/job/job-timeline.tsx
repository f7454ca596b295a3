import { type ReactNode } from 'react';

import { type Job, type JobState } from '../api/types';
import { type I18n, type Key, useI18n } from '../i18n/i18n';
import { Elapsed } from '../live/age';
import { lengthOf } from '../live/duration';
import { StateLabel } from '../ui/state-label';
import { BackendText } from './backend-text';
import css from './job.module.css';
import { Section } from './section';
import { secondsBetween, type TimelineEntry, timelineOf } from './timeline';
import { useJobAudit, useJobHistory } from './use-job';

/** What happened to a job, oldest first, with the time since its begin. */
export function JobTimeline({ job }: { readonly job: Job }): ReactNode {
  const { date, t } = useI18n();
  const { data: history } = useJobHistory(job);
  const { data: audit } = useJobAudit(job);
  const entries = timelineOf(job, history?.records ?? [], audit ?? []);
  const begin = entries[0]?.time ?? job.created_time;
  return (
    <Section title={t('job.timeline')} note={date(begin)}>
      {history?.complete === false && <p className="muted">{t('job.timeline.incomplete')}</p>}
      <ol className={css.timeline}>
        {entries.map((entry) => (
          <Line key={entry.key} entry={entry} begin={begin} />
        ))}
        {!job.terminal && (
          <li className={css.timelineLine}>
            <span className={css.timelineTime} />
            <span className={css.timelineOffset}>
              <Elapsed since={begin} />
            </span>
            <span>
              <StateLabel state={job.state} gone={job.gone} />
            </span>
          </li>
        )}
      </ol>
    </Section>
  );
}

function Line({ entry, begin }: { readonly entry: TimelineEntry; readonly begin: string }): ReactNode {
  const { t, time, dateTime, units } = useI18n();
  const offset = secondsBetween(begin, entry.time);
  return (
    <li className={css.timelineLine}>
      <time className={css.timelineTime} dateTime={entry.time} title={`${dateTime(entry.time)}\n${entry.time}`}>
        {time(entry.time)}
      </time>
      <span className={css.timelineOffset}>
        {offset > 0 ? `+${lengthOf(Math.round(offset * 10) / 10, units)}` : ''}
      </span>
      <span>
        {entry.milestone !== undefined && <span>{t(`job.timeline.${entry.milestone}`)}</span>}
        {entry.state !== undefined && <StateLabel state={entry.state as JobState} />}
        {entry.request !== undefined && <span>{requestText(entry.request, t)}</span>}
        {entry.message !== undefined && <BackendText className="muted" text={entry.message} />}
      </span>
    </li>
  );
}

function requestText(request: NonNullable<TimelineEntry['request']>, t: I18n['t']): string {
  const text = t('job.timeline.request', {
    action: t(`action.${request.action}` as Key),
    name: request.by ?? '–',
    outcome: t(`job.outcome.${request.outcome}` as Key),
  });
  return request.detail === undefined ? text : `${text} (${request.detail})`;
}
