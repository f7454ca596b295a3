import { type ReactNode, useEffect, useRef } from 'react';

import { useI18n } from '../i18n/i18n';
import { connection, holding, lastSeenAt } from '../live/connection';
import { lengthOf } from '../live/duration';
import { serverClock } from '../live/server-clock';
import { useStore } from '../live/store';
import { Button } from '../ui/button';

const SHOWN_NEW = 999;

/** The state of the stream in the top bar: live, polling, held by the user, or reconnecting. A press holds updates or goes on. */
export function LiveIndicator(): ReactNode {
  const { t, time } = useI18n();
  const { state } = useStore(connection);
  const { isHeld, newCount, toggle } = useStore(holding);
  if (state === 'idle') return null;
  if (state === 'connecting') return <span className="live muted">{t('live.connecting')}</span>;
  if (state === 'starting') return <span className="live live-amber">{t('banner.starting')}</span>;
  if (state !== 'live' && state !== 'polling') {
    const key = state === 'offline' ? 'live.offline' : 'live.reconnecting';
    const seenAt = lastSeenAt();
    return <span className="live live-amber">{t(key, { time: seenAt === undefined ? '–' : time(seenAt) })}</span>;
  }
  const count = newCount > SHOWN_NEW ? `${SHOWN_NEW}+` : newCount;
  return (
    <Button kind="plain" className="live" onPress={toggle} isDisabled={!toggle} aria-pressed={isHeld}>
      {isHeld ? (
        <span className="live-held">❚❚ {newCount > 0 ? t('live.holding', { count }) : t('live.paused')}</span>
      ) : (
        <span className="live-on" title={state === 'polling' ? t('live.polling.title') : undefined}>
          ● {t(state === 'polling' ? 'live.polling' : 'live.live')} <SinceLastEvent />
        </span>
      )}
      <span className="visually-hidden">, {isHeld ? t('live.go-on') : t('live.hold')}</span>
    </Button>
  );
}

/** The age of the last event, written without rendering. */
function SinceLastEvent(): ReactNode {
  const { units } = useI18n();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const seenAt = lastSeenAt();
      if (!ref.current || seenAt === undefined) return;
      const seconds = Math.max(0, (serverClock.now() - seenAt) / 1_000);
      ref.current.textContent = lengthOf(Math.round(seconds * 10) / 10, units);
    }, 500);
    return () => clearInterval(timer);
  }, [units]);
  return <span ref={ref} className="live-age muted" aria-hidden="true" />;
}
