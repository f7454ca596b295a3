import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { Attention } from './attention';
import { DurationTable } from './duration-table';
import { EndedChart } from './ended-chart';
import { FailuresByMessage, FailuresBySource } from './failures';
import css from './overview.module.css';
import { rangeNamed } from './range';
import { RangeChoice } from './range-choice';
import { SegmentedChoice } from './segmented-choice';
import { usePageState } from './use-page-state';

/** Jobs over time: what needs attention, what ended, what failed where and why, what took how long. */
export function OverviewPage(): ReactNode {
  const { t } = useI18n();
  const { change, read } = usePageState();
  const range = rangeNamed(read('range'));
  const split = read('split') === 'kind' ? 'kind' : 'state';
  const splits = (['state', 'kind'] as const).map((id) => ({ id, label: t(`overview.split.${id}`) }));
  return (
    <div className={css.page}>
      <header className={css.bar}>
        <h1>{t('overview.title')}</h1>
        <span className={css.space} />
        <span className="muted">{t('overview.split')}</span>
        <SegmentedChoice
          label={t('overview.split')}
          choices={splits}
          value={split}
          onChange={(value) => change({ split: value })}
        />
        <RangeChoice value={range.name} onChange={(name) => change({ range: name })} />
      </header>
      <Attention range={range} />
      <EndedChart range={range} split={split} />
      <div className={css.columns}>
        <FailuresBySource range={range} />
        <FailuresByMessage range={range} />
        <DurationTable range={range} />
      </div>
    </div>
  );
}
