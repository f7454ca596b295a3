import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';

import { get, isTemporary } from './client';
import { TimedOutError } from './problem';
import { type JobActionName, type Me, type Session } from './types';

/** The cache of responses: few entries that live for a minute. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      gcTime: 60_000,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // A request that was not answered in time has lasted long enough to be reported.
      retry: (count, error) => count < 3 && isTemporary(error) && !(error instanceof TimedOutError),
      retryDelay: (count) => Math.min(1_000 * 2 ** count, 15_000),
    },
  },
});

/** The caller, with roles and sources. */
export function useMe(): UseQueryResult<Me> {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => get<Me>('/api/me', signal), staleTime: 60_000 });
}

/** The session of the browser and the ways to sign in; needs no login. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => get<Session>('/api/session', signal),
    staleTime: 60_000,
  });
}

/** True if the caller has a role that may act on some source. Without access rules everybody may. */
export function mayAct(me: Me | undefined): boolean {
  return me === undefined || me.method === 'none' || me.role === 'operator' || me.role === 'admin';
}

/** The role that an action on jobs needs. */
export const ACTION_ROLE = 'operator';

/** The path of an action on one job. */
export function actionPath(id: string, action: JobActionName): string {
  return `/api/jobs/${encodeURIComponent(id)}?action=${action}`;
}
