import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';

import { queryClient } from '../api/queries';
import { signInGate } from '../api/sign-in-gate';
import { useI18n } from '../i18n/i18n';
import { Dialog } from '../ui/overlays';

const SignInForm = lazy(() => import('../sign-in/sign-in-form').then(({ SignInForm: form }) => ({ default: form })));

/** The dialog over the page after a 401: the requests that wait are repeated after the login. */
export function SignInDialog(): ReactNode {
  const { t } = useI18n();
  const isOpen = useSyncExternalStore(signInGate.subscribe, signInGate.isOpen);
  const wasSignedIn = queryClient.getQueryData(['me']) !== undefined;
  const done = (): void => {
    signInGate.signedIn();
    void queryClient.invalidateQueries();
  };
  return (
    <Dialog
      title={t(wasSignedIn ? 'signed-out.title' : 'top.sign-in')}
      isOpen={isOpen}
      onClose={() => undefined}
      isDismissable={false}
    >
      {wasSignedIn && <p>{t('signed-out.text')}</p>}
      <Suspense fallback={<p className="muted">{t('common.loading')}</p>}>
        <SignInForm next={location.pathname + location.search} onDone={done} />
      </Suspense>
    </Dialog>
  );
}
