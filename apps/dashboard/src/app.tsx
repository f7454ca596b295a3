import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';

import { queryClient } from './api/queries';
import { en } from './i18n/en';
import { loadTexts, type Texts, Translations, useCreateI18n, useI18n } from './i18n/i18n';
import { JobsPage } from './jobs/jobs-page';
import { ConnectionBanner } from './shell/connection-banner';
import { KeysDialog } from './shell/keys-dialog';
import { SCREENS } from './shell/navigation';
import { SignInDialog } from './shell/sign-in-dialog';
import { TopBar } from './shell/top-bar';
import { Announcer } from './ui/announcer';
import { CopyDialog } from './ui/copy';
import { ErrorBoundary } from './ui/failure';
import { useKeys } from './ui/keys';
import { setSetting, shownTheme, useSettings } from './ui/settings';

const BulkPage = lazy(() => import('./jobs/bulk-page').then((module) => ({ default: module.BulkPage })));
const SourcesPage = lazy(() => import('./sources/sources-page').then((module) => ({ default: module.SourcesPage })));
const SourcePage = lazy(() => import('./sources/source-page').then((module) => ({ default: module.SourcePage })));
const ActionsPage = lazy(() => import('./actions/actions-page').then((module) => ({ default: module.ActionsPage })));
const OverviewPage = lazy(() =>
  import('./overview/overview-page').then((module) => ({ default: module.OverviewPage })),
);
const SignInPage = lazy(() => import('./sign-in/sign-in-page').then((module) => ({ default: module.SignInPage })));

/** The page: language, data, bars and the screen of the address. */
export function App({ initialTexts }: { readonly initialTexts: Texts }): ReactNode {
  const { language, timeZone } = useSettings();
  const [loaded, setLoaded] = useState({ language, texts: initialTexts });
  useEffect(() => {
    if (loaded.language === language) return;
    void loadTexts(language).then((texts) => setLoaded({ language, texts }));
  }, [language, loaded]);
  useEffect(() => {
    document.documentElement.lang = loaded.language;
  }, [loaded]);
  const i18n = useCreateI18n(loaded.language, loaded.texts ?? en, timeZone);
  return (
    <Translations value={i18n}>
      <QueryClientProvider client={queryClient}>
        <Frame />
      </QueryClientProvider>
    </Translations>
  );
}

function Frame(): ReactNode {
  const { t } = useI18n();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [path, navigate] = useLocation();
  const keys = useMemo(
    () => ({
      ...Object.fromEntries(SCREENS.map((screen) => [`g ${screen.path.charAt(1)}`, () => navigate(screen.path)])),
      '?': () => setHelpOpen(true),
      t: () => setSetting('theme', shownTheme() === 'dark' ? 'light' : 'dark'),
    }),
    [navigate],
  );
  useKeys(keys);
  const screen = path.split('/')[1];
  useEffect(() => {
    document.title = `${t(SCREENS.find((each) => path.startsWith(each.path))?.key ?? 'app.name')} · ${t('app.name')}`;
  }, [path, t]);
  return (
    <div className="page">
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      {screen !== 'signin' && <TopBar onHelp={() => setHelpOpen(true)} />}
      <ConnectionBanner />
      <main className="content" id="content" tabIndex={-1}>
        <ErrorBoundary key={screen}>
          <Suspense fallback={<p className="broken-screen muted">{t('common.loading')}</p>}>
            <Screens />
          </Suspense>
        </ErrorBoundary>
      </main>
      <KeysDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <CopyDialog />
      <SignInDialog />
      <Announcer />
    </div>
  );
}

function Screens(): ReactNode {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/jobs" replace />
      </Route>
      <Route path="/jobs/:id?">{({ id }) => <JobsPage openId={id} />}</Route>
      <Route path="/bulk/:id">{({ id }) => <BulkPage id={id} />}</Route>
      <Route path="/sources" component={SourcesPage} />
      <Route path="/sources/:name">{({ name }) => <SourcePage name={name} />}</Route>
      <Route path="/actions" component={ActionsPage} />
      <Route path="/overview" component={OverviewPage} />
      <Route path="/signin" component={SignInPage} />
      <Route component={NotFound} />
    </Switch>
  );
}

function NotFound(): ReactNode {
  const { t } = useI18n();
  const [path] = useLocation();
  return (
    <section className="broken-screen">
      <h1>{t('not-found.title')}</h1>
      <p>{t('not-found.text', { path })}</p>
    </section>
  );
}
