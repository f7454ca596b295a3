import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { type RangeName, RANGES } from './range';
import { SegmentedChoice } from './segmented-choice';

/** Chooses a range of time. */
export function RangeChoice(props: {
  readonly value: RangeName;
  readonly onChange: (name: RangeName) => void;
}): ReactNode {
  const { t } = useI18n();
  const choices = RANGES.map(({ name }) => ({ id: name, label: t(`overview.range.${name}`) }));
  return <SegmentedChoice label={t('overview.range')} choices={choices} {...props} />;
}
