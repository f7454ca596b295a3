import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { get } from '../api/client';
import { type JobList, type SourceList } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { type Filter, formatFilter } from './filter-text';
import { toQueryText } from './list-query';

interface EmptyListProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** What stands in place of an empty list: which term to leave out and what it would give, or how the sources are. */
export function EmptyList({ filter, onFilter }: EmptyListProps): ReactNode {
  const { t } = useI18n();
  if (filter.length === 0) return <NoJobYet />;
  return (
    <div className="empty-list">
      <h2>{t('jobs.empty')}</h2>
      <WithoutTerms filter={filter} onFilter={onFilter} />
    </div>
  );
}

function WithoutTerms({ filter, onFilter }: EmptyListProps): ReactNode {
  const { t } = useI18n();
  const rests = filter.map((_, index) => filter.toSpliced(index, 1));
  const counts = useQueries({
    queries: rests.map((rest) => {
      const path = `/api/jobs?${toQueryText([...rest, ['return_records', 'false']])}`;
      return { queryKey: ['count', path], queryFn: () => get<JobList>(path) };
    }),
  });
  return (
    <div className="empty-chips">
      {filter.map((term, index) => {
        const count = counts[index]?.data?.total_records;
        if (count === undefined) return null;
        return (
          <Button key={index} onPress={() => onFilter(rests[index] ?? [])}>
            {t('jobs.empty.remove', { term: formatFilter([term]), count })}
          </Button>
        );
      })}
    </div>
  );
}

const SOURCES = '/api/sources?fields=name,status,reason&max_records=20';

function NoJobYet(): ReactNode {
  const { t } = useI18n();
  const { data } = useQuery({
    queryKey: ['sources-of-empty-list'],
    queryFn: ({ signal }) => get<SourceList>(SOURCES, signal),
    refetchInterval: 5_000,
  });
  return (
    <div className="empty-list">
      <h2>{t('jobs.empty.none')}</h2>
      <ul>
        {data?.records?.map(({ name, status, reason }) => (
          <li key={name}>
            <Link href={`/sources/${encodeURIComponent(name ?? '')}`}>{name}</Link> {status}{' '}
            <span className="muted">{reason}</span>
          </li>
        ))}
      </ul>
      <Link href="/sources">{t('jobs.empty.sources')}</Link>
    </div>
  );
}
