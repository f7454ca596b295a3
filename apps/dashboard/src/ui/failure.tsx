import { Component, type ErrorInfo, type ReactNode } from 'react';

import { ProblemError, TimedOutError, UnreachableError } from '../api/problem';
import { en } from '../i18n/en';
import { type I18n, type Key, useI18n } from '../i18n/i18n';
import { Button } from './button';
import { copyText } from './copy';

/** The heading of a failure in the language of the page; the server's sentence stands below it as it is. */
export function failureHeading(error: unknown, t: I18n['t']): string {
  if (error instanceof TimedOutError) return t('error.timed-out', { seconds: error.seconds });
  if (error instanceof UnreachableError) return t('error.unreachable');
  if (!(error instanceof ProblemError)) return t('error.heading.other');
  const key = `error.heading.${error.type}`;
  return t(key in en ? (key as Key) : 'error.heading.other');
}

function failureDetail(error: unknown, t: I18n['t']): string | undefined {
  if (error instanceof TimedOutError) return t('error.timed-out.text');
  if (error instanceof UnreachableError) return undefined;
  return error instanceof Error ? error.message : String(error);
}

/** A failed request, shown over the old data: heading, the server's sentence, code, request id, and what can be done. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const { t } = useI18n();
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const detail = failureDetail(error, t);
  return (
    <div className="failure" role="alert">
      <strong>{failureHeading(error, t)}</strong>
      {detail !== undefined && <span dir="auto">{detail}</span>}
      <div className="failure-facts">
        {problem && <span>{t('error.code', { code: problem.error.code })}</span>}
        {problem && <span className="mono">{t('error.request-id', { id: problem.request_id })}</span>}
        {onRetry && (
          <Button kind="link" onPress={onRetry}>
            {t('common.retry')}
          </Button>
        )}
        {problem && (
          <Button kind="link" onPress={() => void copyText(JSON.stringify(problem, undefined, 2))}>
            {t('common.copy')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault of one screen from the rest of the page. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state = { error: undefined as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <BrokenScreen error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

function BrokenScreen({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <section className="broken-screen">
      <h1>{t('error.screen')}</h1>
      <Failure error={error} onRetry={onRetry} />
      <a href={location.href}>{t('error.reload')}</a>
    </section>
  );
}
