import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { get } from '../api/client';
import { useMe } from '../api/queries';
import { type SourceList } from '../api/types';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { pollFilters } from './poll-rights';

/** Labels of sources, and sources that come and go, may change what a filter selects: it is read again after this time. */
const STALE_MS = 60_000;

/** Returns whether the caller may poll a source. The gateway evaluates the filters of the roles; until then the answer is yes. */
export function useMayPoll(): (name: string) => boolean {
  const { data: me } = useMe();
  const filters = useMemo(() => pollFilters(me), [me]);
  const isForAll = filters.some((filter) => filter.length === 0);
  const { data: names } = useQuery({
    queryKey: ['may-poll', filters],
    queryFn: ({ signal }) => namesOf(filters, signal),
    enabled: !isForAll && filters.length > 0,
    staleTime: STALE_MS,
    refetchInterval: STALE_MS,
  });
  return useCallback(
    (name) => isForAll || (filters.length > 0 && (names?.has(name) ?? true)),
    [isForAll, filters, names],
  );
}

async function namesOf(filters: readonly Filter[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const filter of filters) {
    let path: string | undefined = `/api/sources?${toQueryText([...filter, ['fields', 'name']])}`;
    while (path !== undefined) {
      const page: SourceList = await get<SourceList>(path, signal);
      for (const { name } of page.records ?? []) names.add(name);
      path = page._links.next?.href;
    }
  }
  return names;
}
