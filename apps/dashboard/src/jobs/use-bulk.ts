import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { get } from '../api/client';
import { type BulkAction } from '../api/types';
import { isBulkOpen } from './bulk-progress';

const POLL_MS = 1_000;

/** The progress of a bulk action, renewed each second while it runs or outcomes are missing. */
export function useBulk(id: string | undefined): UseQueryResult<BulkAction> {
  return useQuery({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => get<BulkAction>(`/api/bulk-actions/${encodeURIComponent(id ?? '')}`, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state: { data, error } }) => (isBulkOpen(data, error) ? POLL_MS : false),
  });
}
