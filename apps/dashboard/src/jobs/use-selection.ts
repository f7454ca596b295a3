import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { type JobRow } from './job-row';
import { type WindowRow } from './live-window';
import { refresh, type Selection, tickRange, toggle } from './selection';

const NONE: Selection = new Map();

/** The ticked jobs and what changes them. */
export interface SelectionState {
  readonly selection: Selection;
  /** All matches of the filter are meant, not only the ticked jobs. */
  readonly isAll: boolean;
  readonly tick: (job: JobRow, isRange: boolean) => void;
  /** Ticks all loaded rows, or none if all are ticked. */
  readonly tickAll: () => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

/** Keeps the ticked jobs of a query through all updates of its list. */
export function useSelection(rows: readonly WindowRow[], queryKey: string): SelectionState {
  const [selection, setSelection] = useState(NONE);
  const [isAll, setAll] = useState(false);
  const last = useRef<string>(undefined);
  const jobs = useRef<readonly JobRow[]>([]);
  jobs.current = useMemo(() => rows.map(({ job }) => job), [rows]);

  useEffect(() => {
    setSelection((old) => (old.size === 0 ? old : refresh(old, new Map(jobs.current.map((job) => [job.id, job])))));
  }, [rows]);
  const clear = useCallback(() => {
    setSelection(NONE);
    setAll(false);
  }, []);
  useEffect(() => clear, [queryKey, clear]);

  const tick = useCallback((job: JobRow, isRange: boolean) => {
    const from = last.current;
    last.current = job.id;
    setAll(false);
    setSelection((old) => (isRange ? tickRange(old, jobs.current, from, job.id) : toggle(old, job)));
  }, []);
  const tickAll = useCallback(() => {
    setAll(false);
    setSelection((old) => {
      const isComplete = jobs.current.length > 0 && jobs.current.every(({ id }) => old.has(id));
      return isComplete ? NONE : new Map([...old, ...jobs.current.map((job) => [job.id, job] as const)]);
    });
  }, []);
  const chooseAll = useCallback(() => {
    setSelection((old) => new Map([...old, ...jobs.current.map((job) => [job.id, job] as const)]));
    setAll(true);
  }, []);
  return useMemo(
    () => ({ selection, isAll, tick, tickAll, chooseAll, clear }),
    [selection, isAll, tick, tickAll, chooseAll, clear],
  );
}
