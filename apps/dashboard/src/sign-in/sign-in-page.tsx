import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

import { request } from '../api/client';
import { useSession } from '../api/queries';
import { type Session } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { nextPath } from './next-path';
import css from './sign-in.module.css';
import { SignInForm } from './sign-in-form';

/** The screen for signing in; for a caller who is signed in, the way out. */
export function SignInPage(): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const next = nextPath(useSearch());
  const { data: session, error, refetch } = useSession();
  const done = (): void => {
    void client.resetQueries();
    navigate(next);
  };
  return (
    <section className={css.page}>
      <p className={css.product}>{t('app.name')}</p>
      <h1>{t('sign-in.title')}</h1>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {session?.signed_in === true && <SignedIn session={session} />}
      {session?.signed_in !== true && <Entry session={session} next={next} onDone={done} />}
      <p>
        <Link href={next === '/' ? '/jobs' : next}>{t('sign-in.go-on')}</Link>
      </p>
    </section>
  );
}

interface EntryProps {
  readonly session: Session | undefined;
  readonly next: string;
  readonly onDone: () => void;
}

function Entry({ session, next, onDone }: EntryProps): ReactNode {
  const { t } = useI18n();
  if (session?.methods?.length === 0) return <p>{t('sign-in.none-needed')}</p>;
  return (
    <>
      <SignInForm next={next} onDone={onDone} />
      <p className="muted">{t('sign-in.read')}</p>
    </>
  );
}

function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>();
  const signOut = async (): Promise<void> => {
    try {
      await request('/api/session', { method: 'DELETE', withoutSignIn: true });
      await client.resetQueries();
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <>
      <p>{t('sign-in.signed-in', { name: session.name ?? '' })}</p>
      {error !== undefined && <Failure error={error} />}
      <Button onPress={() => void signOut()}>{t('sign-in.sign-out')}</Button>
    </>
  );
}
