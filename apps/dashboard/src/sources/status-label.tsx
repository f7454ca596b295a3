import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { type SourceStatus } from './source-order';
import css from './sources.module.css';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' as const };
const ring = { cx: 8, cy: 8, r: 5.5, fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 };

/** The signs of the statuses; their shapes differ, so that they can be told apart without colour. */
const SHAPES: Readonly<Record<SourceStatus, ReactNode>> = {
  ok: <path d="M3 8.5 6.5 12 13 4.5" {...line} strokeWidth={1.8} />,
  starting: <circle {...ring} strokeDasharray="1.6 1.86" />,
  degraded: (
    <>
      <circle {...ring} />
      <path d="M8 2.5a5.5 5.5 0 0 0 0 11Z" fill="currentColor" />
    </>
  ),
  failing: (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z" fill="currentColor" />
      <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" {...line} className={css.inverse} />
    </>
  ),
  unauthorized: (
    <>
      <circle cx={5} cy={8} r={3} {...line} />
      <path d="M8 8h6.2M11 8v3M13.6 8v2.2" {...line} />
    </>
  ),
};

/** The status of a source as sign and word. */
export function StatusLabel({ status }: { readonly status: SourceStatus }): ReactNode {
  const { t } = useI18n();
  return (
    <span className={`${css.status} ${css[status]}`}>
      <StatusIcon status={status} />
      {t(`sources.status.${status}`)}
    </span>
  );
}

/** The sign of a status, 16 pixels. It is decoration: the word stands beside it. */
export function StatusIcon({ status }: { readonly status: SourceStatus }): ReactNode {
  return (
    <svg className={`state-icon ${css[status]}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[status]}
    </svg>
  );
}
