import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';

import { ProblemError } from '../api/problem';
import { useI18n } from '../i18n/i18n';
import { useStore } from '../live/store';
import { announce } from '../ui/announcer';
import { currentBulk, setCurrentBulk } from './bulk-store';
import { useBulk } from './use-bulk';

/** The progress of the bulk action of this tab, in the top bar until it has ended. */
export function BulkChip(): ReactNode {
  const { t } = useI18n();
  const id = useStore(currentBulk);
  const { data, error } = useBulk(id);
  const isUnknown = error instanceof ProblemError && error.status === 404;
  const hasEnded = data !== undefined && data.state !== 'running';
  useEffect(() => {
    if (isUnknown) setCurrentBulk(undefined);
  }, [isUnknown]);
  useEffect(() => {
    if (!hasEnded || !data) return;
    announce('bulk.finished', { done: data.done + data.accepted, failed: data.failed, refused: data.refused }, 'now');
    setCurrentBulk(undefined);
  }, [hasEnded, data]);
  if (id === undefined || !data) return null;
  return (
    <Link href={`/bulk/${encodeURIComponent(id)}`} className="bulk-chip">
      {t('top.bulk', { sent: data.sent, total: data.total })}
    </Link>
  );
}
