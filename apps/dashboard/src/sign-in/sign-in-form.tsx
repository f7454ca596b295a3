import { type ReactNode, useState } from 'react';

import { request } from '../api/client';
import { ProblemError } from '../api/problem';
import { useSession } from '../api/queries';
import { type Session } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { useCountdown } from '../ui/use-countdown';
import { providerHref } from './next-path';
import css from './sign-in.module.css';

interface FormProps {
  /** The path that single sign-on returns to. */
  readonly next: string;
  readonly onDone: () => void;
}

/** Signs in with a token, which is sent once and not kept, or leads to single sign-on. Calls `onDone` after a login. */
export function SignInForm({ next, onDone }: FormProps): ReactNode {
  const { t } = useI18n();
  const { data: session } = useSession();
  const provider = session?._links.login?.href;
  return (
    <div className={css.form}>
      {provider !== undefined && (
        <>
          <a className={`button button-primary ${css.provider}`} href={providerHref(provider, next)}>
            {t('sign-in.provider')}
          </a>
          <p className={css.or}>{t('sign-in.or')}</p>
        </>
      )}
      <TokenForm onDone={onDone} />
    </div>
  );
}

function TokenForm({ onDone }: Pick<FormProps, 'onDone'>): ReactNode {
  const { t } = useI18n();
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const wait = useCountdown(retryAfter(error), error);
  const send = async (): Promise<void> => {
    setSending(true);
    try {
      await signIn(token.trim());
      setToken('');
      setError(undefined);
      onDone();
    } catch (reason) {
      setError(reason);
    } finally {
      setSending(false);
    }
  };
  const isUnknown = error instanceof ProblemError && error.status === 401;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '' && !isSending && wait === 0) void send();
      }}
    >
      <label className={css.field}>
        <span>{t('sign-in.token')}</span>
        <input
          className="field mono"
          type="password"
          autoComplete="off"
          autoFocus
          required
          value={token}
          aria-invalid={isUnknown}
          aria-describedby="token-note"
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <p id="token-note" className="muted">
        {t('sign-in.token.note')}
      </p>
      {isUnknown && (
        <p className={css.wrong} role="alert">
          {t('sign-in.unknown-token')}
        </p>
      )}
      {error !== undefined && !isUnknown && <Failure error={error} />}
      <Button type="submit" kind="primary" isDisabled={isSending || wait > 0}>
        {wait > 0 ? t('sign-in.too-many', { seconds: wait }) : t(isSending ? 'sign-in.sending' : 'sign-in.send')}
      </Button>
    </form>
  );
}

/** Starts a session; its cookie comes back with the response. */
async function signIn(token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await request<Session>('/api/session', { method: 'POST', headers, withoutSignIn: true });
}

function retryAfter(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.retryAfter : undefined;
}
