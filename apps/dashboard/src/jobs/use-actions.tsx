import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLocation } from 'wouter';

import { type JobActionName } from '../api/types';
import { useJobAction } from './action-dialog';
import { type BulkRequest } from './bulk-request';
import { setCurrentBulk } from './bulk-store';
import { type Filter } from './filter-text';
import { type JobRow } from './job-row';
import { actionOf, idFilter, MOST_IDS, type Selection } from './selection';

const BulkDialog = lazy(() => import('./bulk-dialog').then((module) => ({ default: module.BulkDialog })));

interface ActionsInput {
  readonly selection: Selection;
  /** All matches of the filter are selected. */
  readonly isAll: boolean;
  readonly filter: Filter;
}

/** Starts actions on what is selected, else on one job. */
export interface Actions {
  /** Acts on the selection; without one on the job, if it takes the action. */
  readonly act: (action: JobActionName, job: JobRow | undefined) => void;
  /** Acts on one job. */
  readonly start: (action: JobActionName, job: JobRow) => void;
  /** The open dialog, to be rendered. */
  readonly dialog: ReactNode;
}

/** The actions of the list: one job by its own dialog, several through preview and confirmation. */
export function useActions({ selection, isAll, filter }: ActionsInput): Actions {
  const [, navigate] = useLocation();
  const [request, setRequest] = useState<BulkRequest>();
  const one = useJobAction();
  const act = (action: JobActionName, job: JobRow | undefined): void => {
    const [first, ...others] = selection.values();
    if (isAll) setRequest({ action, filter });
    else if (others.length > 0 && selection.size <= MOST_IDS) {
      setRequest({ action, filter: [['id', idFilter([...selection.keys()])]], ticked: selection.size });
    } else if (others.length === 0) {
      const subject = first ?? job;
      if (subject && actionOf(subject, action).allowed) one.start(action, subject);
    }
  };
  const bulk = request && (
    <Suspense>
      <BulkDialog
        request={request}
        onClose={() => setRequest(undefined)}
        onStarted={(id) => {
          setRequest(undefined);
          setCurrentBulk(id);
          navigate(`/bulk/${encodeURIComponent(id)}`);
        }}
      />
    </Suspense>
  );
  return { act, start: one.start, dialog: bulk ?? one.dialog };
}
