import { type ReactNode, useEffect, useState } from 'react';

import { useI18n } from '../i18n/i18n';
import { connection, lastSeenAt, tryNow } from '../live/connection';
import { useStore } from '../live/store';
import { announce } from '../ui/announcer';
import { Button } from '../ui/button';

/** The banner below the top bar while the gateway is away or starting. */
export function ConnectionBanner(): ReactNode {
  const { t, time } = useI18n();
  const { state, nextTryAt } = useStore(connection);
  const seenAt = lastSeenAt();
  const isLost = state === 'offline';
  useEffect(() => {
    if (!isLost) return;
    announce('live.lost', {}, 'now');
    return () => announce('live.back', {}, 'now');
  }, [isLost]);
  if (state === 'starting') return <div className="banner">{t('banner.starting')}</div>;
  if (!isLost) return null;
  return (
    <div className="banner">
      <span>{t('banner.offline', { time: seenAt === undefined ? '–' : time(seenAt) })}</span>
      {nextTryAt !== undefined && <NextTry at={nextTryAt} />}
      <Button onPress={() => tryNow.get()()}>{t('banner.try-now')}</Button>
    </div>
  );
}

function NextTry({ at }: { readonly at: number }): ReactNode {
  const { t } = useI18n();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span className="muted">{t('banner.next-try', { seconds: Math.max(0, Math.ceil((at - now) / 1_000)) })}</span>;
}
