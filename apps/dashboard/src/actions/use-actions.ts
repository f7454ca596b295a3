import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { get } from '../api/client';
import { type Action, type ActionList } from '../api/types';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { EventStream } from '../live/event-stream';
import { type StreamEvent } from '../live/stream-reader';
import { changedLog, type LogChange, newRecords } from './action-log';

/** Changes are shown at most this often. */
const BATCH_MS = 250;

/** A page of the audit. */
export interface ActionPage {
  readonly records: readonly Action[];
  readonly total: number;
  /** The stream continues after this revision. */
  readonly revision: string;
}

/** The newest records that match a filter, kept up to date by the stream; without a stream they stay as they were read. */
export function useActions(filter: Filter, limit: number): UseQueryResult<ActionPage> {
  const client = useQueryClient();
  const query = toQueryText(filter);
  const [round, setRound] = useState(0);
  const result = useQuery({
    queryKey: ['actions', query, limit, round],
    queryFn: ({ signal }) => readPage(filter, limit, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  const isListed = result.isSuccess && !result.isPlaceholderData;
  useEffect(() => {
    if (!isListed) return undefined;
    const key = ['actions', query, limit, round];
    const listed = client.getQueryData<ActionPage>(key);
    if (listed === undefined) return undefined;
    return watch(filter, listed.revision, {
      onChanges: (changes) => client.setQueryData<ActionPage>(key, (page) => page && changedPage(page, changes, limit)),
      onRelist: () => setRound((before) => before + 1),
    });
  }, [client, isListed, query, limit, round]);
  return result;
}

interface Watcher {
  readonly onChanges: (changes: readonly LogChange<Action>[]) => void;
  readonly onRelist: () => void;
}

/** Follows the records that a filter selects, from a revision on. Returns the function that ends it. */
function watch(filter: Filter, revision: string, { onChanges, onRelist }: Watcher): () => void {
  const waiting: LogChange<Action>[] = [];
  const timer = setInterval(() => {
    if (waiting.length > 0) onChanges(waiting.splice(0));
  }, BATCH_MS);
  const stream = new EventStream(revision, {
    path: (after) => `/api/actions/watch?${toQueryText([...filter, ['after', after]])}`,
    onEvents: (events) => waiting.push(...events.flatMap(changeOf)),
    onRelist,
    onError: () => undefined,
  });
  return () => {
    clearInterval(timer);
    stream.stop();
  };
}

function changeOf({ data, event }: StreamEvent): readonly LogChange<Action>[] {
  if (event !== 'added' && event !== 'modified' && event !== 'removed') return [];
  return [{ event, record: JSON.parse(data) as Action }];
}

function changedPage(page: ActionPage, changes: readonly LogChange<Action>[], limit: number): ActionPage {
  return {
    ...page,
    records: changedLog(page.records, changes, limit),
    total: page.total + newRecords(page.records, changes),
  };
}

async function readPage(filter: Filter, limit: number, signal: AbortSignal): Promise<ActionPage> {
  const query = toQueryText([...filter, ['max_records', String(limit)]]);
  const { records = [], revision, total_records: total } = await get<ActionList>(`/api/actions?${query}`, signal);
  return { records: records as readonly Action[], total, revision };
}
