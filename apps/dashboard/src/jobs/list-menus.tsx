import { type ReactNode, useState } from 'react';

import { type Key, useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Icon } from '../ui/icons';
import { Dialog, MenuButton, type MenuGroup } from '../ui/overlays';
import { setSetting, useSettings } from '../ui/settings';
import { CHOOSABLE, shownColumns } from './columns';
import { curlCommand, formatQuery, type ListQuery, parseQuery } from './list-query';

/** The built-in views. "Needs attention" selects by the end of the job, because a long job that fails now is new. */
const BUILT_IN: readonly (readonly [key: Key, query: string])[] = [
  ['jobs.saved.attention', 'state=failure|partial_failure|unknown&end_time=>-24h'],
  ['jobs.saved.active', 'state=queued|running|paused'],
  ['jobs.saved.long', 'state=running&created_time=<-1h&order_by=created_time'],
  ['jobs.saved.gone', 'gone=true'],
];

interface QueryMenuProps {
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
}

/** The views that are built in or were saved in this browser. */
export function SavedMenu({ query, onQuery }: QueryMenuProps): ReactNode {
  const { t } = useI18n();
  const { views } = useSettings();
  const [isNaming, setNaming] = useState(false);
  const text = formatQuery(query);
  const remove = (name: string): void =>
    setSetting(
      'views',
      views.filter((view) => view.name !== name),
    );
  const open = (search: string) => () => onQuery(parseQuery(search));
  const groups: MenuGroup[] = [
    {
      entries: BUILT_IN.map(([key, search]) => ({
        id: key,
        label: t(key),
        checked: formatQuery(parseQuery(search)) === text,
        onAction: open(search),
      })),
    },
  ];
  if (views.length > 0) {
    const entries = views.map(({ name, query: search }) => ({
      id: `view-${name}`,
      label: name,
      checked: search === text,
      onAction: open(search),
    }));
    groups.push({ title: t('jobs.saved.own'), entries });
  }
  const own = views.find((view) => view.query === text);
  groups.push({
    entries: [
      { id: 'save', label: t('jobs.saved.save'), onAction: () => setNaming(true) },
      ...(own
        ? [{ id: 'remove', label: t('jobs.saved.remove', { name: own.name }), onAction: () => remove(own.name) }]
        : []),
    ],
  });
  return (
    <>
      <MenuButton label={t('jobs.saved')} groups={groups}>
        <Button kind="plain">
          {t('jobs.saved')} <Icon name="down" />
        </Button>
      </MenuButton>
      <NameDialog
        isOpen={isNaming}
        onClose={() => setNaming(false)}
        onName={(name) => setSetting('views', [...views.filter((view) => view.name !== name), { name, query: text }])}
      />
    </>
  );
}

interface NameDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

function NameDialog({ isOpen, onClose, onName }: NameDialogProps): ReactNode {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const trimmed = name.trim();
  return (
    <Dialog title={t('jobs.saved.save')} isOpen={isOpen} onClose={onClose}>
      <form
        className="name-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '') return;
          onName(trimmed);
          setName('');
          onClose();
        }}
      >
        <label>
          {t('jobs.saved.name')}{' '}
          <input className="field" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <div className="dialog-buttons">
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button type="submit" kind="primary" isDisabled={trimmed === ''}>
            {t('jobs.saved.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The list as a link or as a command. */
export function CopyMenu({ query }: { readonly query: ListQuery }): ReactNode {
  const { t } = useI18n();
  const text = formatQuery(query);
  const link = `${location.origin}/jobs${text === '' ? '' : `?${text}`}`;
  const entries = [
    { id: 'link', label: t('jobs.copy.link'), onAction: () => void copyText(link) },
    { id: 'curl', label: t('jobs.copy.curl'), onAction: () => void copyText(curlCommand(location.origin, query)) },
  ];
  return (
    <MenuButton label={t('jobs.copy')} groups={[{ entries }]}>
      <Button kind="plain" className="copy-menu">
        {t('jobs.copy')} <Icon name="down" />
      </Button>
    </MenuButton>
  );
}

interface ColumnsMenuProps {
  readonly width: number;
  readonly isAbsolute: boolean;
  readonly onAbsolute: (isAbsolute: boolean) => void;
}

/** Columns, row height, and times as ages or absolute. */
export function ColumnsMenu({ width, isAbsolute, onAbsolute }: ColumnsMenuProps): ReactNode {
  const { t } = useI18n();
  const { columns, density } = useSettings();
  const shown = shownColumns(columns, width).map(({ id }) => id as string);
  const toggle = (id: string): void =>
    setSetting('columns', shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id]);
  const groups: MenuGroup[] = [
    {
      title: t('jobs.times'),
      entries: [
        { id: 'relative', label: t('jobs.times.relative'), checked: !isAbsolute, onAction: () => onAbsolute(false) },
        { id: 'absolute', label: t('jobs.times.absolute'), checked: isAbsolute, onAction: () => onAbsolute(true) },
      ],
    },
    {
      title: t('jobs.density'),
      entries: (['compact', 'comfortable'] as const).map((value) => ({
        id: value,
        label: t(`jobs.density.${value}`),
        checked: density === value,
        onAction: () => setSetting('density', value),
      })),
    },
    {
      title: t('jobs.columns'),
      entries: [
        ...CHOOSABLE.map(({ id, title }) => ({
          id,
          label: title ? t(title) : id,
          checked: shown.includes(id),
          onAction: () => toggle(id),
        })),
        { id: 'reset', label: t('jobs.reset-columns'), onAction: () => setSetting('columns', undefined) },
      ],
    },
  ];
  return (
    <MenuButton label={t('jobs.columns')} groups={groups}>
      <Button kind="plain">{t('jobs.columns')}</Button>
    </MenuButton>
  );
}
