import { type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

import { type I18n, useI18n } from '../i18n/i18n';
import { lengthOf } from '../live/duration';
import { type BandGap, bandGaps, coveredParts, type Gap, observationBegins } from './gap-band';
import css from './sources.module.css';

const CLOSED = 'gap-closed';

/** What a band of gaps shows. */
export interface GapBandProps {
  readonly name: string;
  readonly gaps: readonly Gap[];
  /** The begin and the end of the band, in ms since the epoch. */
  readonly begin: number;
  readonly end: number;
  /** The time of the first poll, before which the band is empty; absent before it. */
  readonly firstPoll: string | undefined;
  /** The length of the band in words. */
  readonly range: string;
  readonly onGap: (gap: Gap) => void;
}

/** The gaps of a source on a line of time. A gap that has ended is hatched, one that lasts is filled. */
export function GapBand({ name, gaps, begin, end, firstPoll, range, onGap }: GapBandProps): ReactNode {
  const i18n = useI18n();
  const shown = bandGaps(gaps, begin, end);
  const start = observationBegins(firstPoll, begin, end);
  return (
    <div className={css.band} role="group" aria-label={i18n.t('sources.band', { name, range })}>
      <svg className={css.bandDrawing} aria-hidden="true">
        {coveredParts(shown, start).map(({ left, width }) => (
          <rect key={left} x={percent(left)} y={6} width={percent(width)} height={2} className={css.covered} />
        ))}
        {shown.map(({ gap, isOpen, left, width }) => (
          <rect
            key={gap.from}
            x={percent(left)}
            y={1}
            width={percent(width)}
            height={12}
            className={isOpen ? css.openGap : css.closedGap}
            fill={isOpen ? undefined : `url(#${CLOSED})`}
          />
        ))}
      </svg>
      {shown.map((each) => (
        <Button
          key={each.gap.from}
          className={css.bandGap ?? ''}
          style={{ left: percent(each.left), width: percent(each.width) }}
          aria-label={gapText(each, i18n)}
          onPress={() => onGap(each.gap)}
        />
      ))}
      {shown.length === 0 && <span className="visually-hidden">{i18n.t('sources.band.none')}</span>}
    </div>
  );
}

/** The pattern of gaps that have ended; a page with bands has it once. */
export function GapPattern(): ReactNode {
  return (
    <svg className={css.patterns} aria-hidden="true">
      <defs>
        <pattern id={CLOSED} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={2.2} height={5} className={css.patternLine} />
        </pattern>
      </defs>
    </svg>
  );
}

/** What the marks of a band mean. */
export function GapLegend(): ReactNode {
  const { t } = useI18n();
  return (
    <ul className={css.legend}>
      <li>
        <svg className={css.legendMark} aria-hidden="true">
          <rect y={6} width="100%" height={2} className={css.covered} />
        </svg>
        {t('sources.legend.covered')}
      </li>
      <li>{t('sources.legend.before')}</li>
      <li>
        <svg className={css.legendMark} aria-hidden="true">
          <rect x={1} y={1} width={22} height={12} className={css.closedGap} fill={`url(#${CLOSED})`} />
        </svg>
        {t('sources.legend.closed')}
      </li>
      <li>
        <svg className={css.legendMark} aria-hidden="true">
          <rect x={1} y={1} width={22} height={12} className={css.openGap} />
        </svg>
        {t('sources.legend.open')}
      </li>
    </ul>
  );
}

function gapText({ gap, seconds }: BandGap, { t, dateTime, units }: I18n): string {
  const length = lengthOf(Math.round(seconds), units);
  const from = dateTime(gap.from);
  if (gap.to === undefined) return t('sources.gap.open', { from, length });
  return t('sources.gap', { from, to: dateTime(gap.to), length });
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
