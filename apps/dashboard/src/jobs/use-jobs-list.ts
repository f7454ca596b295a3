import { useCallback, useEffect, useRef, useState } from 'react';

import { isTemporary } from '../api/client';
import { ProblemError } from '../api/problem';
import { backOff } from '../live/back-off';
import { connection } from '../live/connection';
import { Store, useStore } from '../live/store';
import { JobsList, type ListView } from './jobs-list';
import { formatQuery, type ListQuery } from './list-query';

const NOTHING = new Store<ListView | undefined>(undefined);

/** The list of a query, and that of the last valid one until it is loaded. */
export interface LoadedList {
  readonly list: JobsList | undefined;
  readonly view: ListView | undefined;
  /** True while the list of the present query is being loaded. */
  readonly isLoading: boolean;
  /** Why the present query has no list. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** Loads the list of a query and follows it. The old list stays until the new one is there, also if it fails. */
export function useJobsList(query: ListQuery): LoadedList {
  const key = formatQuery(query);
  const [attempt, setAttempt] = useState(0);
  const [list, setList] = useState<JobsList>();
  const [failure, setFailure] = useState<{ readonly key: string; readonly error: unknown }>();
  const current = useRef<JobsList>(undefined);

  useEffect(() => {
    const abort = new AbortController();
    const take = (loaded: JobsList): void => {
      current.current?.stop();
      current.current = loaded;
      loaded.follow();
      setFailure(undefined);
      setList(loaded);
    };
    void loadPatiently(query, abort.signal, (error) => setFailure({ key, error })).then((loaded) => {
      if (loaded && !abort.signal.aborted) take(loaded);
    });
    return () => abort.abort();
  }, [key, attempt]);
  useEffect(
    () => () => {
      current.current?.stop();
      current.current = undefined;
    },
    [],
  );

  const view = useStore<ListView | undefined>(list?.view ?? NOTHING);
  const error = failure?.key === key ? failure.error : undefined;
  const isShown = list !== undefined && formatQuery(list.query) === key;
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { list, view, isLoading: !isShown && error === undefined, error, retry };
}

/** Loads a list, and tries again while the gateway is away. Returns nothing if the query is not valid. */
async function loadPatiently(
  query: ListQuery,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<JobsList | undefined> {
  for (let failures = 1; ; failures++) {
    try {
      return await JobsList.load(query, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      onError(error);
      if (!isTemporary(error)) return undefined;
      const delay = backOff(failures);
      const state = error instanceof ProblemError && error.type === 'not-ready' ? 'starting' : 'reconnecting';
      connection.set({ state, nextTryAt: Date.now() + delay });
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (signal.aborted) return undefined;
    }
  }
}
