import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { reasonCode } from './source-facts';

/** Why a source is not well, how often it has failed, and what can be done about it. */
export function ReasonLine(props: { readonly reason: string; readonly failures: number }): ReactNode {
  const { t } = useI18n();
  const code = reasonCode(props.reason);
  return (
    <>
      <BackendText text={props.reason} />
      {props.failures > 1 && <span className="muted"> · {t('sources.failures', { count: props.failures })}</span>}
      {code !== undefined && <span className="muted"> · {t(`sources.remedy.${code}`)}</span>}
    </>
  );
}
