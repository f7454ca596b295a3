import { type ReactNode, useState } from 'react';

import { newIdempotencyKey } from '../api/client';
import { ProblemError } from '../api/problem';
import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Age } from '../live/age';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { Dialog } from '../ui/overlays';
import { StateLabel } from '../ui/state-label';
import { jobName } from './job-name';
import { useCountdown } from './use-countdown';
import { useJobAction } from './use-job-action';

/** Confirms the cancel of one job, sends it, and shows what came of it. */
export function CancelDialog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const title = t('job.cancel.title', { name: jobName(job), source: job.source.name });
  return (
    <Dialog title={title} isOpen role="alertdialog" onClose={onClose}>
      <Confirmation job={job} onClose={onClose} />
    </Dialog>
  );
}

function Confirmation({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const [key] = useState(newIdempotencyKey);
  const { error, isPending, isSuccess, mutateAsync } = useJobAction(job.id);
  const wait = useCountdown(error instanceof ProblemError ? error.retryAfter : undefined, error);
  const hasEnded = job.terminal || isSuccess;
  const send = (): void => {
    mutateAsync({ action: 'cancel', key }).then(onClose, () => undefined);
  };
  return (
    <>
      <p>
        <StateLabel state={job.state} gone={job.gone} /> · <Age time={job.created_time} />
      </p>
      <p className="muted">{hasEnded ? t('job.cancel.ended') : t('job.cancel.text')}</p>
      {error !== null && <Failure error={error} />}
      <div className="dialog-buttons">
        <Button autoFocus onPress={onClose}>
          {hasEnded ? t('job.cancel.close') : t('job.cancel.keep')}
        </Button>
        {!hasEnded && (
          <Button kind="danger" isDisabled={isPending || wait > 0} onPress={send}>
            {wait > 0 ? t('job.cancel.wait', { seconds: wait }) : t(isPending ? 'job.action.sending' : 'job.cancel.send')}
          </Button>
        )}
      </div>
    </>
  );
}
