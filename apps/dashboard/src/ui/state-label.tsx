import { type ReactNode } from 'react';

import { type JobState } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { GoneMark, StateIcon } from './state-icon';

const MUTED: readonly JobState[] = ['queued', 'success', 'cancelled'];
const COLOURED: readonly JobState[] = ['warning', 'partial_failure', 'failure', 'unknown'];

/** A state as sign and word, weighted by how much attention it needs. */
export function StateLabel({ state, gone }: { readonly state: JobState; readonly gone?: boolean }): ReactNode {
  const { t } = useI18n();
  const weight = MUTED.includes(state) ? 'state-muted' : state === 'failure' ? 'state-strong' : '';
  const word = state === 'unknown' && gone ? t('state.unknown-gone') : t(`state.${state}`);
  return (
    <span className={`state ${weight}`}>
      <StateIcon state={state} gone={gone} />
      <span className="state-word" style={COLOURED.includes(state) ? { color: `var(--${state})` } : undefined}>
        {word}
      </span>
      {gone && state !== 'unknown' && (
        <span title={t('state.gone')}>
          <GoneMark />
          <span className="visually-hidden">{t('state.gone')}</span>
        </span>
      )}
    </span>
  );
}
