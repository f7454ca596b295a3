import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';

import { get, request } from '../api/client';
import { type Source, type SourceList } from '../api/types';
import { serverClock } from '../live/server-clock';
import { TROUBLED_KEY } from '../shell/troubled-sources';
import { isTroubled } from './source-order';
import { statusLog } from './status-log';

/** What the list shows of a source. */
export type ListedSource = Pick<
  Source,
  | ('name' | 'kind' | 'origin' | 'labels' | 'status' | 'reason' | 'age_seconds' | 'last_success_time')
  | ('first_poll_time' | 'consecutive_failures' | 'jobs' | 'gaps')
>;

const FIELDS = [
  ...['name', 'kind', 'origin', 'labels', 'status', 'reason', 'age_seconds', 'last_success_time'],
  ...['first_poll_time', 'consecutive_failures', 'jobs', 'gaps'],
].join(',');
/** How often the list of sources is read. */
export const LIST_MS = 5_000;
/** A fleet of more sources is read half as often. */
const LARGE_FLEET = 300;
const ONE_MS = 2_000;
const LIST_KEY = ['sources'];

/** The key of a source in the query cache. */
export const sourceKey = (name: string): readonly string[] => ['source', name];

/** The time between two reads of a list, in ms, by its number of sources. */
export function refreshOf(sources: readonly ListedSource[] | undefined): number {
  return (sources?.length ?? 0) > LARGE_FLEET ? 2 * LIST_MS : LIST_MS;
}

/**
 * All sources, read again every few seconds. A source that has not changed stays the same object. The number in the top bar
 * is that of the same answer.
 */
export function useSources(): UseQueryResult<readonly ListedSource[]> {
  const client = useQueryClient();
  return useQuery({
    queryKey: LIST_KEY,
    queryFn: async ({ signal }) => {
      const sources = await allSources(signal);
      client.setQueryData<number>(TROUBLED_KEY, sources.filter(isTroubled).length);
      return sources;
    },
    refetchInterval: ({ state }) => refreshOf(state.data),
  });
}

/** One source, read again every two seconds. */
export function useSource(name: string): UseQueryResult<Source> {
  return useQuery({
    queryKey: sourceKey(name),
    queryFn: async ({ signal }) => {
      const source = await get<Source>(`/api/sources/${encodeURIComponent(name)}`, signal);
      statusLog.note([source], serverClock.now());
      return source;
    },
    refetchInterval: ONE_MS,
  });
}

/** Polls a source at once. The source on the page is replaced by the one that the gateway answers with. */
export function usePoll(name: string): UseMutationResult<Source, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      (await request<Source>(`/api/sources/${encodeURIComponent(name)}/poll`, { method: 'POST' })).data,
    onSuccess: (source) => {
      client.setQueryData(sourceKey(name), source);
      client.setQueryData<readonly ListedSource[]>(LIST_KEY, (sources) =>
        sources?.map((each) => (each.name === name ? source : each)),
      );
    },
  });
}

async function allSources(signal: AbortSignal): Promise<readonly ListedSource[]> {
  const sources: ListedSource[] = [];
  let path: string | undefined = `/api/sources?fields=${FIELDS}`;
  while (path !== undefined) {
    const page: SourceList = await get<SourceList>(path, signal);
    sources.push(...(page.records as readonly ListedSource[]));
    path = page._links.next?.href;
  }
  statusLog.note(sources, serverClock.now());
  return sources;
}
