import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { type JobRow, messageOf } from './job-row';
import { type ListView } from './jobs-list';

interface FootLineProps {
  readonly view: ListView;
  readonly total: number;
  readonly job: JobRow | undefined;
}

/** The whole message of the row with the focus, and which part of the list is loaded. */
export function FootLine({ view, total, job }: FootLineProps): ReactNode {
  const { t } = useI18n();
  const { leftCount, offset, rows } = view;
  const to = offset + rows.length - leftCount;
  return (
    <div className="foot-line muted">
      <span className="foot-message cut">{job && <BackendText text={messageOf(job)} />}</span>
      {rows.length > 0 && (
        <span>
          {to > offset && t('jobs.range', { from: offset + 1, to, total: Math.max(total, to) })}
          {to > offset && leftCount > 0 && ' · '}
          {leftCount > 0 && t('jobs.range-left', { count: leftCount })}
        </span>
      )}
    </div>
  );
}
