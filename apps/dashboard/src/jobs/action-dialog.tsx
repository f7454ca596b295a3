import { type ReactNode, useCallback, useMemo, useState } from 'react';

import { isTemporary, newIdempotencyKey } from '../api/client';
import { ProblemError } from '../api/problem';
import { type JobActionName } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { Age } from '../live/age';
import { announce } from '../ui/announcer';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { Dialog } from '../ui/overlays';
import { StateLabel } from '../ui/state-label';
import { useCountdown } from '../ui/use-countdown';
import { type JobRow, titleOf } from './job-row';
import { sendAction } from './send-action';

/** What an action needs to know of its job. */
export type ActionSubject = Pick<
  JobRow,
  'id' | 'state' | 'gone' | 'description' | 'type' | 'native_id' | 'created_time'
> & {
  readonly source: { readonly name: string };
};

interface Request {
  readonly action: JobActionName;
  readonly job: ActionSubject;
  readonly key: string;
  readonly isSending: boolean;
  readonly error?: unknown;
}

/** Starts actions on one job: a cancel after a confirmation, a pause or resume at once. `dialog` has to be rendered. */
export function useJobAction(): {
  readonly start: (action: JobActionName, job: ActionSubject) => void;
  readonly dialog: ReactNode;
} {
  const [request, setRequest] = useState<Request>();
  const send = useCallback((action: JobActionName, job: ActionSubject, key: string) => {
    setRequest({ action, job, key, isSending: true });
    sendAction(job.id, action, key).then(
      () => {
        announce('action.sent');
        setRequest(undefined);
      },
      (error: unknown) => setRequest({ action, job, key, isSending: false, error }),
    );
  }, []);
  const start = useCallback(
    (action: JobActionName, job: ActionSubject) => {
      const key = newIdempotencyKey();
      if (action === 'cancel') setRequest({ action, job, key, isSending: false });
      else send(action, job, key);
    },
    [send],
  );
  const dialog = request && (request.action === 'cancel' || request.error !== undefined) && (
    <ActionDialog
      request={request}
      onSend={() => send(request.action, request.job, request.key)}
      onClose={() => setRequest(undefined)}
    />
  );
  return useMemo(() => ({ start, dialog }), [start, dialog]);
}

interface ActionDialogProps {
  readonly request: Request;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

function ActionDialog({ request, onSend, onClose }: ActionDialogProps): ReactNode {
  const { t } = useI18n();
  const { action, job, isSending, error } = request;
  const problem = error instanceof ProblemError ? error : undefined;
  const isOver = error !== undefined && !mayRepeat(error);
  const shown = problem?.problem?.job ?? job;
  const title = t(`action.title.${action}`, { job: titleOf(job), source: job.source.name });
  return (
    <Dialog title={title} isOpen onClose={onClose} role="alertdialog">
      <p className="action-subject">
        <StateLabel state={shown.state} gone={shown.gone} />
        <BackendText text={titleOf(shown)} />
        <span className="muted">
          <Age time={shown.created_time} />
        </span>
      </p>
      {error === undefined && <p>{t('action.cancel.text')}</p>}
      {error !== undefined && <Failure error={error} />}
      <div className="dialog-buttons">
        <Button autoFocus onPress={onClose}>
          {error === undefined ? t('action.keep') : t('common.close')}
        </Button>
        {!isOver && (
          <SendButton action={action} isSending={isSending} wait={problem?.retryAfter} onSend={onSend} error={error} />
        )}
      </div>
    </Dialog>
  );
}

/** True if the same request may succeed later. After an unknown outcome nothing is sent again. */
function mayRepeat(error: unknown): boolean {
  const problem = error instanceof ProblemError ? error : undefined;
  return problem?.type !== 'outcome-unknown' && (isTemporary(error) || problem?.retryAfter !== undefined);
}

interface SendButtonProps {
  readonly action: JobActionName;
  readonly isSending: boolean;
  readonly error: unknown;
  /** Seconds until the request may be repeated. */
  readonly wait: number | undefined;
  readonly onSend: () => void;
}

/** The button that sends; after a 503 or 429 it counts down first. */
function SendButton({ action, isSending, error, wait, onSend }: SendButtonProps): ReactNode {
  const { t } = useI18n();
  const seconds = useCountdown(wait, error);
  const label = action === 'cancel' ? t('action.confirm.cancel') : t(`action.${action}`);
  return (
    <Button kind={action === 'cancel' ? 'danger' : 'primary'} isDisabled={isSending || seconds > 0} onPress={onSend}>
      {isSending ? t('action.sending') : seconds > 0 ? t('action.retry-in', { seconds }) : label}
    </Button>
  );
}
