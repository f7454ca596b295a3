import { type ReactNode, useEffect, useRef } from 'react';

import { type Source } from '../api/types';
import { type I18n, useI18n } from '../i18n/i18n';
import { Elapsed } from '../live/age';
import { lengthOf } from '../live/duration';
import { serverClock } from '../live/server-clock';
import { rangeNamed } from '../overview/range';
import { RangeChoice } from '../overview/range-choice';
import { usePageState } from '../overview/use-page-state';
import { type Gap } from './gap-band';
import { GapBand, GapLegend } from './gap-band-view';
import css from './sources.module.css';

/** The gaps of a source: on a line of time, and as a table. A gap that is chosen on the line is marked in the table. */
export function SourceGaps({ source }: { readonly source: Source }): ReactNode {
  const { t } = useI18n();
  const { change, read } = usePageState();
  const range = rangeNamed(read('range'));
  const now = serverClock.now();
  return (
    <section className={css.part}>
      <div className={css.detailLine}>
        <h2>{t('sources.gaps.title')}</h2>
        <RangeChoice value={range.name} onChange={(name) => change({ range: name })} />
      </div>
      <GapBand
        name={source.name}
        gaps={source.gaps}
        begin={now - range.ms}
        end={now}
        firstPoll={source.first_poll_time}
        range={t(`overview.range.${range.name}`)}
        onGap={({ from }) => change({ gap: from })}
      />
      <GapLegend />
      {source.gaps.length === 0 ? (
        <p className="muted">{t('sources.gap.none')}</p>
      ) : (
        <GapTable gaps={source.gaps} chosen={read('gap')} />
      )}
      <p className="muted">{t('sources.gap.meaning')}</p>
    </section>
  );
}

function GapTable({ gaps, chosen }: { readonly gaps: readonly Gap[]; readonly chosen: string }): ReactNode {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <table className={css.gapTable}>
      <thead>
        <tr>
          <th scope="col">{t('sources.gap.from')}</th>
          <th scope="col">{t('sources.gap.to')}</th>
          <th scope="col">{t('sources.gap.length')}</th>
        </tr>
      </thead>
      <tbody>
        {[...gaps].reverse().map((gap) => (
          <GapRow key={gap.from} gap={gap} isChosen={gap.from === chosen} i18n={i18n} />
        ))}
      </tbody>
    </table>
  );
}

function GapRow({
  gap,
  isChosen,
  i18n,
}: {
  readonly gap: Gap;
  readonly isChosen: boolean;
  readonly i18n: I18n;
}): ReactNode {
  const { dateTime, t, units } = i18n;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <tr ref={row} className={isChosen ? css.chosen : undefined} aria-current={isChosen ? 'true' : undefined}>
      <td>{dateTime(gap.from)}</td>
      <td>{gap.to === undefined ? t('sources.gap.lasts') : dateTime(gap.to)}</td>
      <td>
        {gap.to === undefined ? (
          <Elapsed since={gap.from} />
        ) : (
          lengthOf(Math.round((Date.parse(gap.to) - Date.parse(gap.from)) / 1_000), units)
        )}
      </td>
    </tr>
  );
}
