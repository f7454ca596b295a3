import { useQuery } from '@tanstack/react-query';

import { get } from '../api/client';
import { type JobList } from '../api/types';

/** Retention moves the first job slowly: it is read again after this time. */
const STALE_MS = 300_000;

/** When the first of the jobs that are kept was seen, of one source or of all, in ms since the epoch. */
export function useFirstSeen(source?: string): number | undefined {
  const { data } = useQuery({
    queryKey: ['first-seen', source],
    queryFn: async ({ signal }) => (await firstSeen(source, signal)) ?? null,
    staleTime: STALE_MS,
    refetchOnWindowFocus: false,
  });
  return data ?? undefined;
}

async function firstSeen(source: string | undefined, signal: AbortSignal): Promise<number | undefined> {
  const of = source === undefined ? '' : `&source.name=${encodeURIComponent(source)}`;
  const list = await get<JobList>(
    `/api/jobs?fields=first_seen_time&order_by=first_seen_time&max_records=1${of}`,
    signal,
  );
  const time = list.records?.[0]?.first_seen_time;
  return time === undefined ? undefined : Date.parse(time);
}
