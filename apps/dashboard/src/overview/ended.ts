/** How the chart of ended jobs splits them: by state or by kind of backend. */

import { type ChartLayer } from '../charts/stacked-options';
import { type I18n, type Key } from '../i18n/i18n';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { type Range, withinInterval, withinRange } from './range';

/** One way to split the ended jobs of a range. */
export interface EndedView {
  readonly field: 'state' | 'source.kind';
  /** The values, the lowest layer first. */
  readonly order: readonly string[];
  /** The colour of a value, as the name of a CSS variable, and how opaque it is. */
  look(value: string): Pick<ChartLayer, 'colour' | 'alpha'>;
  word(value: string, t: I18n['t']): string;
  /** The address of the jobs with a value that ended in an interval, or in the whole range. */
  href(value: string | undefined, begin?: number): string;
  intervalText(t: I18n['t']): string;
}

/** Failures lie on the ground line, where their heights can be compared. */
const STATES = ['failure', 'partial_failure', 'unknown', 'warning', 'cancelled', 'success'];
const KINDS: Readonly<Record<string, string>> = {
  ontap: '--running',
  'service-engine': '--paused',
  'unified-manager': '--warning',
};
const CALM = ['success', 'cancelled'];
const CALM_ALPHA = 0.4;

/** The way to split the ended jobs of a range. */
export function ended(split: 'state' | 'kind', range: Range): EndedView {
  const field = split === 'state' ? 'state' : 'source.kind';
  const common = {
    href: (value: string | undefined, begin?: number) => hrefOf(field, value, range, begin),
    intervalText: (t: I18n['t']) => intervalText(range, t),
  };
  if (split === 'state') {
    return {
      ...common,
      field,
      order: STATES,
      look: (state) => ({ colour: `--${state}`, ...(CALM.includes(state) && { alpha: CALM_ALPHA }) }),
      word: (state, t) => t(`state.${state}` as Key),
    };
  }
  return {
    ...common,
    field,
    order: Object.keys(KINDS),
    look: (kind) => ({ colour: KINDS[kind] ?? '--muted' }),
    word: (kind) => kind,
  };
}

function hrefOf(field: string, value: string | undefined, range: Range, begin: number | undefined): string {
  const time = begin === undefined ? withinRange(range) : withinInterval(begin, range);
  const filter: Filter = [...(value === undefined ? [] : [[field, value] as const]), ['end_time', time]];
  return `/jobs?${toQueryText(filter)}`;
}

function intervalText({ intervalMs }: Range, t: I18n['t']): string {
  const seconds = intervalMs / 1_000;
  const [amount, unit] = seconds < 3_600 ? [seconds / 60, t('unit.minute')] : [seconds / 3_600, t('unit.hour')];
  return `${amount} ${unit}`;
}
