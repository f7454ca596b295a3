import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { Age } from '../live/age';
import { StateIcon } from '../ui/state-icon';
import css from './overview.module.css';
import { Panel } from './panel';
import { type Range, withinRange } from './range';
import { useFirstJob, useSourceCount, useSummary } from './use-summary';

const ACTIVE: Filter = [['terminal', 'false']];
const OLDEST_FIRST = ['order_by', 'created_time'] as const;
/** A source that is only starting is not troubled. */
const TROUBLED: Filter = [['status', '!ok|starting']];

/** What an operator should look at, as figures that lead there. */
export function Attention({ range }: { readonly range: Range }): ReactNode {
  const { t } = useI18n();
  const within = withinRange(range);
  const ended = useSummary([
    ['state', 'failure|partial_failure'],
    ['end_time', within],
    ['group_by', 'state'],
  ]);
  const lost: Filter = [
    ['state', 'unknown'],
    ['updated_time', within],
  ];
  const unknown = useFirstJob(lost);
  const sources = useSourceCount(TROUBLED);
  const active = useFirstJob([...ACTIVE, OLDEST_FIRST]);
  const count = (state: string): number | undefined =>
    ended.data && (ended.data.groups.find((group) => group['state'] === state)?.count ?? 0);
  const oldest = active.data?.records?.[0]?.created_time;
  const retry = (): void => void Promise.all([ended, unknown, sources, active].map(({ refetch }) => refetch()));
  const error = ended.error ?? unknown.error ?? sources.error ?? active.error;
  return (
    <Panel title={t('overview.attention')} error={error} onRetry={retry}>
      <ul className={css.figures}>
        <Figure
          count={count('failure')}
          href={jobs([
            ['state', 'failure'],
            ['end_time', within],
          ])}
        >
          <StateIcon state="failure" /> {t('overview.failed')}
        </Figure>
        <Figure
          count={count('partial_failure')}
          href={jobs([
            ['state', 'partial_failure'],
            ['end_time', within],
          ])}
        >
          <StateIcon state="partial_failure" /> {t('overview.partial')}
        </Figure>
        <Figure count={unknown.data?.total_records} href={jobs(lost)}>
          <StateIcon state="unknown" /> {t('overview.unknown')}
        </Figure>
        <Figure count={sources.data?.total_records} href="/sources?ui.troubled=1">
          {t('overview.troubled', { count: sources.data?.total_records ?? 0 })}
        </Figure>
        <Figure count={active.data?.total_records} href={jobs([...ACTIVE, OLDEST_FIRST])}>
          <StateIcon state="queued" /> {t('overview.active')}
          {oldest !== undefined && (
            <span className="muted">
              {' · '}
              {t('overview.oldest', { age: '' })}
              <Age time={oldest} />
            </span>
          )}
        </Figure>
      </ul>
    </Panel>
  );
}

function Figure(props: {
  readonly count: number | undefined;
  readonly href: string;
  readonly children: ReactNode;
}): ReactNode {
  const { number } = useI18n();
  return (
    <li>
      <Link href={props.href} className={props.count === 0 ? css.zeroFigure : css.figure}>
        <strong>{props.count === undefined ? '–' : number(props.count)}</strong>
        <span>{props.children}</span>
      </Link>
    </li>
  );
}

function jobs(filter: Filter): string {
  return `/jobs?${toQueryText(filter)}`;
}
