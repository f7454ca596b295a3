import { useQuery } from '@tanstack/react-query';

import { get } from '../api/client';
import { type SourceList } from '../api/types';

const PATH = '/api/sources?status=degraded|failing|unauthorized&return_records=false';
const COUNT_EVERY_MS = 15_000;

/** The key of the number of troubled sources in the query cache. A screen that reads all sources writes the number there. */
export const TROUBLED_KEY = ['troubled-sources'];

/** The number of sources in trouble, at most 15 seconds old. */
export function useTroubledSources(): number {
  const { data } = useQuery({
    queryKey: TROUBLED_KEY,
    queryFn: async ({ signal }) => (await get<SourceList>(PATH, signal)).total_records,
    refetchInterval: COUNT_EVERY_MS,
  });
  return data ?? 0;
}
