import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { type EndedView } from './ended';
import css from './overview.module.css';
import { type Layer } from './stack';

interface LegendProps {
  readonly layers: readonly Layer[];
  readonly view: EndedView;
  readonly begins: readonly number[];
  /** The interval under the pointer, whose counts are shown. */
  readonly pointed: number | undefined;
  readonly hasGaps: boolean;
}

/** The layers of the chart with their counts, in the whole range or in the interval under the pointer. */
export function EndedLegend({ layers, view, begins, pointed, hasGaps }: LegendProps): ReactNode {
  const { t, number, dateTime } = useI18n();
  const begin = pointed === undefined ? undefined : begins[pointed];
  return (
    <div className={css.legend}>
      <ul className={css.legendLayers}>
        {[...layers].reverse().map(({ counts, total, value }) => {
          const { alpha = 1, colour } = view.look(value);
          return (
            <li key={value}>
              <Link href={view.href(value)} className={css.legendLayer}>
                <span className={css.swatch} style={{ background: `var(${colour})`, opacity: alpha }} />
                {view.word(value, t)}
                <span className="muted">{number(pointed === undefined ? total : (counts[pointed] ?? 0))}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {hasGaps && <span className="muted">{t('overview.gaps')}</span>}
      <span className={css.pointed}>{begin === undefined ? '' : dateTime(begin)}</span>
    </div>
  );
}
