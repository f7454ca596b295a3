import { type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { request } from '../api/client';
import { queryClient, useMe, useSession } from '../api/queries';
import { useI18n } from '../i18n/i18n';
import { BulkChip } from '../jobs/bulk-chip';
import { useSignInHref } from '../sign-in/sign-in-link';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { MenuButton, type MenuEntry } from '../ui/overlays';
import { setSetting, useSettings } from '../ui/settings';
import { LiveIndicator } from './live-indicator';
import { Navigation, SCREENS } from './navigation';

/** The bar on top of every screen. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <header className="top-bar">
      <ScreenMenu />
      <Link className="top-bar-name" href="/jobs">
        {t('app.name')}
      </Link>
      <Navigation />
      <span className="top-bar-space" />
      <BulkChip />
      <LiveIndicator />
      <ViewMenu onHelp={onHelp} />
      <UserMenu />
    </header>
  );
}

function ScreenMenu(): ReactNode {
  const { t } = useI18n();
  const [path, navigate] = useLocation();
  const entries = SCREENS.map((screen) => ({
    id: screen.path,
    label: t(screen.key),
    checked: path.startsWith(screen.path),
    onAction: () => navigate(screen.path),
  }));
  const title = SCREENS.find((screen) => path.startsWith(screen.path));
  return (
    <span className="top-bar-narrow">
      <MenuButton label={t('nav.menu')} groups={[{ entries }]}>
        <Button kind="plain" aria-label={title ? `${t('nav.menu')}: ${t(title.key)}` : t('nav.menu')}>
          <Icon name="menu" />
          {title && <strong>{t(title.key)}</strong>}
        </Button>
      </MenuButton>
    </span>
  );
}

/** Theme, language, time zone and keyboard. */
function ViewMenu({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const { t } = useI18n();
  const { theme, language, timeZone, singleKeys } = useSettings();
  const themes = (['light', 'dark', 'system'] as const).map((value) => ({
    id: value,
    label: t(`top.theme.${value}`),
    checked: theme === value,
    onAction: () => setSetting('theme', value),
  }));
  const languages = (['en', 'ja'] as const).map((value) => ({
    id: value,
    label: value === 'en' ? 'English' : '日本語',
    checked: language === value,
    onAction: () => setSetting('language', value),
  }));
  const zones = (['local', 'utc'] as const).map((value) => ({
    id: `zone-${value}`,
    label: t(`top.time-zone.${value}`),
    checked: timeZone === value,
    onAction: () => setSetting('timeZone', value),
  }));
  const keys: MenuEntry[] = [
    { id: 'keys', label: t('top.keys'), note: '?', onAction: onHelp },
    {
      id: 'single-keys',
      label: t('top.single-keys'),
      checked: singleKeys,
      onAction: () => setSetting('singleKeys', !singleKeys),
    },
  ];
  const groups = [
    { title: t('top.theme'), entries: themes },
    { title: t('top.language'), entries: languages },
    { title: t('top.time-zone'), entries: zones },
    { title: t('top.keys'), entries: keys },
  ];
  return (
    <MenuButton label={t('top.theme')} groups={groups}>
      <Button kind="plain" aria-label={`${t('top.theme')}, ${t('top.language')}: ${language.toUpperCase()}`}>
        <Icon name="theme" />
        <span className="top-bar-language">{language.toUpperCase()}</span>
      </Button>
    </MenuButton>
  );
}

function UserMenu(): ReactNode {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { data: me } = useMe();
  const signIn = useSignInHref();
  const { data: session } = useSession();
  if (!me) return null;
  const role = me.role ? t(`role.${me.role}`) : t('top.no-role');
  const who = me.method === 'none' ? t('top.no-access') : t('top.signed-in', { name: me.name, role });
  const entries: MenuEntry[] = [{ id: 'who', label: who, isDisabled: true }];
  if (session?.signed_in) entries.push({ id: 'out', label: t('top.sign-out'), onAction: () => void signOut(navigate) });
  else if (signIn !== undefined) {
    entries.push({ id: 'in', label: t('top.sign-in'), onAction: () => navigate(signIn) });
  }
  entries.push({ id: 'api', label: t('top.api'), onAction: () => window.open('/docs', '_blank', 'noopener') });
  return (
    <MenuButton label={t('top.user')} groups={[{ entries }]}>
      <Button kind="plain" aria-label={`${t('top.user')}: ${me.name}`}>
        <span className="top-bar-user cut">{me.name}</span>
        <Icon name="down" />
      </Button>
    </MenuButton>
  );
}

async function signOut(navigate: (path: string) => void): Promise<void> {
  await request('/api/session', { method: 'DELETE', withoutSignIn: true });
  queryClient.clear();
  navigate('/signin');
}
