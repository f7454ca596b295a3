import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { get } from '../api/client';
import { type BulkAction } from '../api/types';

const POLL_MS = 1_000;

/** The progress of a bulk action, renewed each second while it runs or outcomes are missing. */
export function useBulk(id: string | undefined): UseQueryResult<BulkAction> {
  return useQuery({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => get<BulkAction>(`/api/bulk-actions/${encodeURIComponent(id ?? '')}`, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state: { data } }) => (data && isSettled(data) ? false : POLL_MS),
  });
}

/** True if nothing is sent any more and every job has its outcome. */
function isSettled({ state, sent, accepted, done, refused, failed, unknown }: BulkAction): boolean {
  return state !== 'running' && accepted === 0 && done + refused + failed + unknown >= sent;
}
