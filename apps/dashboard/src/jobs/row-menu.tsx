import { type ReactNode, useMemo } from 'react';
import { Menu, MenuItem, MenuSection, Popover } from 'react-aria-components/Menu';

import { type JobActionName } from '../api/types';
import { type I18n, useI18n } from '../i18n/i18n';
import { knownReason } from '../job/action-reasons';
import { copyText } from '../ui/copy';
import { type MenuEntry } from '../ui/overlays';
import { valueText } from './completion';
import { type JobRow, valueAt } from './job-row';
import { actionOf } from './selection';

const ACTIONS: readonly JobActionName[] = ['pause', 'resume', 'cancel'];
const FILTERS = ['state', 'source.name', 'type', 'svm.name', 'node.name', 'user.name'] as const;

/** The row whose menu is open, and the button beside which it is shown. */
export interface OpenMenu {
  readonly job: JobRow;
  readonly anchor: HTMLElement;
}

interface RowMenuProps {
  readonly menu: OpenMenu | undefined;
  /** Why the caller may not act at all. */
  readonly forbidden: string | undefined;
  readonly onClose: () => void;
  readonly onAction: (action: JobActionName, job: JobRow) => void;
  readonly onFilter: (field: string, value: string) => void;
}

/** The one menu of the table: actions with the reason why not, copies, filters by values of the row. */
export function RowMenu({ menu, forbidden, onClose, onAction, onFilter }: RowMenuProps): ReactNode {
  const i18n = useI18n();
  const anchor = useMemo(() => ({ current: menu?.anchor ?? null }), [menu]);
  if (!menu) return null;
  const { job } = menu;
  const groups: readonly (readonly MenuEntry[])[] = [
    ACTIONS.map((action) => actionEntry(action, job, forbidden, i18n, onAction)),
    copyEntries(job, i18n),
    filterEntries(job, i18n, onFilter),
  ];
  return (
    <Popover
      className="popover"
      aria-label={i18n.t('jobs.menu', { job: job.id })}
      triggerRef={anchor}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Menu className="menu" aria-label={i18n.t('jobs.menu', { job: job.id })} autoFocus="first" onClose={onClose}>
        {groups.map((entries, index) => (
          <MenuSection key={index} className="menu-group" aria-label={entries[0]?.label}>
            {entries.map(({ id, label, note, isDisabled, onAction: act }) => (
              <MenuItem key={id} id={id} className="menu-item" textValue={label} isDisabled={isDisabled} onAction={act}>
                <span>{label}</span>
                {note !== undefined && <span className="menu-item-note">{note}</span>}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Popover>
  );
}

function actionEntry(
  action: JobActionName,
  job: JobRow,
  forbidden: string | undefined,
  { t }: I18n,
  onAction: RowMenuProps['onAction'],
): MenuEntry {
  const { allowed, reason } = actionOf(job, action);
  const known = reason === undefined ? undefined : knownReason(reason);
  const note = allowed ? forbidden : known ? t(known.key, known.places) : reason;
  return {
    id: action,
    label: t(`action.${action}`),
    note,
    isDisabled: note !== undefined || !allowed,
    onAction: () => onAction(action, job),
  };
}

function copyEntries({ id }: JobRow, { t }: I18n): readonly MenuEntry[] {
  return [
    { id: 'copy-id', label: t('jobs.copy.id'), note: 'y', onAction: () => void copyText(id) },
    { id: 'copy-link', label: t('jobs.copy.link'), note: 'u', onAction: () => void copyText(linkOf(id)) },
    {
      id: 'copy-curl',
      label: t('jobs.copy.curl'),
      onAction: () => void copyText(`curl -s '${location.origin}/api/jobs/${id}'`),
    },
  ];
}

function filterEntries(job: JobRow, { t }: I18n, onFilter: RowMenuProps['onFilter']): readonly MenuEntry[] {
  return FILTERS.flatMap((field) => {
    const value = valueAt(job, field);
    if (typeof value !== 'string' || value === '') return [];
    const label = t('jobs.filter-by', { field, value });
    return [{ id: `filter-${field}`, label, onAction: () => onFilter(field, valueText(value)) }];
  });
}

/** The address of a job's page. An id needs no encoding in a path. */
export function linkOf(id: string): string {
  return `${location.origin}/jobs/${id}`;
}
