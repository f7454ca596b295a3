import { type ReactNode, useEffect, useState } from 'react';

import { useI18n } from '../i18n/i18n';
import { serverClock } from '../live/server-clock';
import { Button } from '../ui/button';
import { isOverdue } from './overdue';

const CHECK_MS = 1_000;

/** Whether what was read at a time of the local clock is old, because its refreshes fail or are not answered. */
export function useIsOverdue(answeredAt: number, everyMs: number): boolean {
  const [isOld, setOld] = useState(false);
  useEffect(() => {
    let shownSince = Date.now();
    const shown = (): void => {
      if (!document.hidden) shownSince = Date.now();
    };
    const check = (): void => setOld(!document.hidden && isOverdue({ answeredAt, shownSince, everyMs }, Date.now()));
    document.addEventListener('visibilitychange', shown);
    const timer = setInterval(check, CHECK_MS);
    check();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [answeredAt, everyMs]);
  return isOld;
}

/** The banner above old data, with the time that the data is of. */
export function NoAnswer({
  answeredAt,
  onRetry,
}: {
  readonly answeredAt: number;
  readonly onRetry: () => void;
}): ReactNode {
  const { t, time } = useI18n();
  return (
    <div className="banner" role="alert">
      <span>{t('banner.no-answer', { time: time(answeredAt + serverClock.now() - Date.now()) })}</span>
      <Button onPress={onRetry}>{t('banner.try-now')}</Button>
    </div>
  );
}
