import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { type Gap, type StaleSource } from '../api/types';
import { type I18n, useI18n } from '../i18n/i18n';
import { shortAge } from '../live/duration';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { type ListView } from './jobs-list';
import { hasRelativeTime, type ListQuery } from './list-query';

const SHOWN_NEW = 999;
const SHOWN_CHIPS = 2;

interface StatusLineProps {
  readonly view: ListView;
  readonly total: number;
  readonly query: ListQuery;
  readonly onShow: () => void;
  /** Menus at the right. */
  readonly children: ReactNode;
}

/** The line above the table: how many jobs, how old the data is, what is new. The place of the last is always reserved. */
export function StatusLine({ view, total, query, onShow, children }: StatusLineProps): ReactNode {
  const { t } = useI18n();
  return (
    <div className="status-line">
      <strong title={hasRelativeTime(query) ? t('jobs.relative') : undefined}>
        {t('jobs.count', { count: total })}
      </strong>
      <StaleChips stale={view.stale} />
      <GapChips gaps={view.gaps} />
      <span className="status-new">
        <ShowNew view={view} onShow={onShow} />
      </span>
      <span className="status-menus">{children}</span>
    </div>
  );
}

function ShowNew({ view, onShow }: { readonly view: ListView; readonly onShow: () => void }): ReactNode {
  const { t } = useI18n();
  const { newCount, leftCount, changedAfterBreak } = view;
  if (newCount === 0 && leftCount === 0) {
    if (!changedAfterBreak) return null;
    return <span className="muted">{t('jobs.updated', { count: changedAfterBreak })}</span>;
  }
  const text =
    newCount === 0
      ? t('jobs.left-count', { count: leftCount })
      : t('jobs.new', { count: newCount > SHOWN_NEW ? `${SHOWN_NEW}+` : newCount });
  return (
    <Button className="status-show" onPress={onShow}>
      {text} <kbd aria-hidden="true">.</kbd>
    </Button>
  );
}

function StaleChips({ stale }: { readonly stale: readonly StaleSource[] }): ReactNode {
  const { t, units, date } = useI18n();
  if (stale.length === 0) return null;
  return (
    <>
      {stale.slice(0, SHOWN_CHIPS).map(({ name, age_seconds, reason }) => (
        <Link key={name} href={`/sources/${encodeURIComponent(name)}`} className="status-chip" title={reason}>
          <Icon name="warning" />
          {age_seconds === undefined
            ? t('jobs.stale-never', { source: name })
            : t('jobs.stale', {
                source: name,
                age: shortAge(age_seconds, units) ?? date(Date.now() - age_seconds * 1_000),
              })}
        </Link>
      ))}
      {stale.length > SHOWN_CHIPS && (
        <Link href="/sources" className="status-chip">
          {t('jobs.stale-more', { count: stale.length - SHOWN_CHIPS })}
        </Link>
      )}
    </>
  );
}

function GapChips({ gaps }: { readonly gaps: readonly Gap[] }): ReactNode {
  const i18n = useI18n();
  if (gaps.length === 0) return null;
  const shown = gaps.length > SHOWN_CHIPS ? 1 : SHOWN_CHIPS;
  return (
    <>
      {gaps.slice(-shown).map((gap) => (
        <Link
          key={`${gap.source} ${gap.from}`}
          href={`/sources/${encodeURIComponent(gap.source)}`}
          className="status-chip"
          title={i18n.t('jobs.gap-title')}
        >
          {gapText(gap, i18n)}
        </Link>
      ))}
      {gaps.length > shown && (
        <Link href="/sources" className="status-chip">
          {i18n.t('jobs.gap-more', { count: gaps.length - shown })}
        </Link>
      )}
    </>
  );
}

function gapText({ source, from, to }: Gap, { t, time }: I18n): string {
  if (to === undefined) return t('jobs.gap-open', { source, from: time(from) });
  return t('jobs.gap', { source, from: time(from), to: time(to) });
}
