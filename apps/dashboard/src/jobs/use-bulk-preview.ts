import { useCallback, useEffect, useRef, useState } from 'react';

import { newIdempotencyKey } from '../api/client';
import { ProblemError } from '../api/problem';
import { type BulkPreview } from '../api/types';
import { serverClock } from '../live/server-clock';
import { type BulkRequest } from './bulk-request';
import { confirmBulk, previewBulk } from './send-action';

/** A preview, and what can be done with it. */
export interface PreviewedBulk {
  readonly preview: BulkPreview | undefined;
  /** The number of jobs of the preview before, if that one had expired. */
  readonly previous: number | undefined;
  readonly error: unknown;
  readonly isSending: boolean;
  /** Starts the action; an expired preview is made again instead, and nothing is sent. */
  readonly confirm: () => void;
  readonly again: () => void;
}

/** Previews a bulk action once, and again only if the preview has expired. */
export function useBulkPreview(request: BulkRequest, onStarted: (id: string) => void): PreviewedBulk {
  const { action, filter } = request;
  const [preview, setPreview] = useState<BulkPreview>();
  const [previous, setPrevious] = useState<number>();
  const [error, setError] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const [round, setRound] = useState(0);
  const key = useRef('');

  useEffect(() => {
    const abort = new AbortController();
    key.current = newIdempotencyKey();
    previewBulk(action, filter, abort.signal).then(
      (made) => {
        if (abort.signal.aborted) return;
        setPreview(made);
        setError(undefined);
      },
      (reason: unknown) => !abort.signal.aborted && setError(reason),
    );
    return () => abort.abort();
  }, [action, filter, round]);

  const again = useCallback(() => {
    setPrevious(preview?.count);
    setError(undefined);
    setRound((count) => count + 1);
  }, [preview]);
  const confirm = useCallback(() => {
    if (!preview) return;
    if (Date.parse(preview.expires_time) <= serverClock.now()) {
      again();
      return;
    }
    setSending(true);
    confirmBulk(action, filter, preview.confirm, key.current)
      .then(onStarted, (reason: unknown) => {
        if (reason instanceof ProblemError && reason.type === 'bulk-action') again();
        else setError(reason);
      })
      .finally(() => setSending(false));
  }, [preview, action, filter, again, onStarted]);
  return { preview, previous, error, isSending, confirm, again };
}
