import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { serverClock } from '../live/server-clock';
import { reasonCode } from './source-facts';

const HALF_DAY_MS = 43_200_000;

/** Why a source is not well, since when, how often it has failed, and what can be done about it. */
export function ReasonLine(props: {
  readonly reason: string;
  readonly failures: number;
  /** When the last complete poll began, if there was one. */
  readonly lastSuccess: string | undefined;
}): ReactNode {
  const { t, dateTime, time } = useI18n();
  const code = reasonCode(props.reason);
  return (
    <>
      <BackendText text={props.reason} />
      {props.lastSuccess !== undefined && (
        <span className="muted">
          {' '}
          ·{' '}
          {t('sources.since', {
            time: isRecent(props.lastSuccess) ? time(props.lastSuccess) : dateTime(props.lastSuccess),
          })}
        </span>
      )}
      {props.failures > 1 && <span className="muted"> · {t('sources.failures', { count: props.failures })}</span>}
      {code !== undefined && <span className="muted"> · {t(`sources.remedy.${code}`)}</span>}
    </>
  );
}

/** True if the time of day alone says which day is meant. */
function isRecent(time: string): boolean {
  return serverClock.now() - Date.parse(time) < HALF_DAY_MS;
}
