import { type ReactNode } from 'react';

import { type JobState } from '../api/types';

const ring = { cx: 8, cy: 8, r: 5.5, fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 };
const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' as const };

const question = (
  <>
    <path d="M6.4 6.6a1.7 1.7 0 1 1 2.5 1.6c-.6.3-.9.6-.9 1.1" {...line} strokeWidth={1.4} />
    <circle cx={8} cy={11} r={0.9} fill="currentColor" />
  </>
);

/** The sign of each state; their shapes differ, so that they can be told apart without colour. */
const SHAPES: Readonly<Record<JobState | 'gone', ReactNode>> = {
  queued: <circle {...ring} strokeDasharray="1.6 1.86" />,
  running: (
    <>
      <circle {...ring} strokeDasharray="25.9 8.7" />
      <circle cx={8} cy={8} r={1.8} fill="currentColor" className="still" />
    </>
  ),
  paused: <path d="M5.5 3.5v9M10.5 3.5v9" {...line} strokeWidth={2.4} />,
  success: <path d="M3 8.5 6.5 12 13 4.5" {...line} strokeWidth={1.8} />,
  warning: (
    <>
      <path d="M8 2.2 14.4 13.4H1.6Z" {...line} strokeWidth={1.5} strokeLinejoin="round" />
      <path d="M8 6.4v3.2" {...line} />
      <circle cx={8} cy={11.6} r={0.9} fill="currentColor" />
    </>
  ),
  partial_failure: (
    <>
      <path d="M8 1.8 14.2 8 8 14.2 1.8 8Z" {...line} strokeWidth={1.5} />
      <path d="M8 1.8V14.2L1.8 8Z" fill="currentColor" />
    </>
  ),
  failure: (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z" fill="currentColor" />
      <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" {...line} stroke="var(--page)" />
    </>
  ),
  cancelled: (
    <>
      <circle {...ring} />
      <path d="M4.4 11.6 11.6 4.4" {...line} />
    </>
  ),
  unknown: (
    <>
      <circle {...ring} />
      {question}
    </>
  ),
  gone: (
    <>
      <circle {...ring} strokeDasharray="5.6 3.04" />
      {question}
    </>
  ),
};

/** The sign of a state, 16 pixels, in the state's colour. It is decoration: the word stands beside it. */
export function StateIcon({ state, gone }: { readonly state: JobState; readonly gone?: boolean }): ReactNode {
  return (
    <svg
      className={state === 'running' ? 'state-icon state-icon-turning' : 'state-icon'}
      viewBox="0 0 16 16"
      style={{ color: `var(--${state})` }}
      aria-hidden="true"
    >
      {SHAPES[state === 'unknown' && gone ? 'gone' : state]}
    </svg>
  );
}

/** The small mark of a job that its backend no longer knows. */
export function GoneMark(): ReactNode {
  return (
    <svg className="state-icon" viewBox="0 0 16 16" aria-hidden="true">
      <circle {...ring} r={4} strokeDasharray="4 2.3" />
    </svg>
  );
}
