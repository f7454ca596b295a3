import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useEffect, useState } from 'react';

import { get } from '../api/client';
import { type BulkPreview, type JobList } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { Age } from '../live/age';
import { lengthOf } from '../live/duration';
import { ticker } from '../live/ticker';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { Dialog } from '../ui/overlays';
import { StateLabel } from '../ui/state-label';
import { type BulkRequest } from './bulk-request';
import { formatFilter } from './filter-text';
import { type JobRow, ROW_FIELDS, titleOf } from './job-row';
import { toQueryText } from './list-query';
import { idFilter } from './selection';
import { useBulkPreview } from './use-bulk-preview';

/** Actions on fewer jobs need no number to be typed. */
const TYPED_FROM = 20;
const SAMPLE = 10;

interface BulkDialogProps {
  readonly request: BulkRequest;
  readonly onClose: () => void;
  readonly onStarted: (id: string) => void;
}

/** The dialog of a bulk action: preview, confirmation by the previewed number, start. */
export function BulkDialog({ request, onClose, onStarted }: BulkDialogProps): ReactNode {
  const { t } = useI18n();
  const { preview, previous, error, isSending, confirm, again } = useBulkPreview(request, onStarted);
  const [typed, setTyped] = useState('');
  const count = preview?.count ?? 0;
  const mayConfirm = count > 0 && (count < TYPED_FROM || typed.trim() === String(count));
  return (
    <Dialog title={t(`bulk.title.${request.action}`, { count })} isOpen onClose={onClose} isWide role="alertdialog">
      <Fact name={t('bulk.filter')}>
        <span className="mono">{filterText(request, t)}</span>
      </Fact>
      {!preview && error === undefined && <p className="muted">{t('bulk.previewing')}</p>}
      {error !== undefined && <Failure error={error} onRetry={again} />}
      {preview && <Preview preview={preview} previous={previous} />}
      <form
        className="dialog-buttons"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayConfirm && !isSending) confirm();
        }}
      >
        {preview && count >= TYPED_FROM && (
          <label className="bulk-typed">
            {t('bulk.type', { count: String(count) })}{' '}
            <input
              className="field"
              inputMode="numeric"
              size={7}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        )}
        {preview && <TimeLeft until={preview.expires_time} />}
        <Button autoFocus onPress={onClose}>
          {t('bulk.keep')}
        </Button>
        <Button
          type="submit"
          kind={request.action === 'cancel' ? 'danger' : 'primary'}
          isDisabled={!mayConfirm || isSending}
        >
          {isSending ? t('action.sending') : t(`bulk.confirm.${request.action}`)}
        </Button>
      </form>
    </Dialog>
  );
}

function filterText({ ticked, filter }: BulkRequest, t: ReturnType<typeof useI18n>['t']): string {
  if (ticked !== undefined) return t('bulk.filter.ticked', { count: ticked });
  return filter.length === 0 ? t('bulk.filter.none') : formatFilter(filter);
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="bulk-fact">
      <span className="muted">{name}</span>
      <div>{children}</div>
    </div>
  );
}

interface PreviewProps {
  readonly preview: BulkPreview;
  readonly previous: number | undefined;
}

function Preview({ preview, previous }: PreviewProps): ReactNode {
  const { t, number, units } = useI18n();
  return (
    <>
      {previous !== undefined && (
        <p role="status">
          {t('bulk.expired')} {previous !== preview.count && t('bulk.changed', { from: previous, to: preview.count })}
        </p>
      )}
      <Fact name={t('bulk.will-be-sent')}>
        <strong>{number(preview.count)}</strong>{' '}
        <span className="muted">
          {preview.by_source.map(({ name, count }, index) => (
            <Fragment key={name}>
              <span className="whole">
                {name} {number(count)}
                {index < preview.by_source.length - 1 && ' ·'}
              </span>{' '}
            </Fragment>
          ))}
        </span>
      </Fact>
      {preview.refused.length > 0 && (
        <Fact name={t('bulk.not-sent')}>
          <ul>
            {preview.refused.map(({ reason, count }) => (
              <li key={reason}>
                {number(count)} <span className="muted">{reason}</span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {preview.count === 0 && <p>{t('bulk.nothing')}</p>}
      {preview.sample.length > 0 && <Sample ids={preview.sample.slice(0, SAMPLE)} />}
      {preview.count > 1 && (
        <p className="muted">{t('bulk.rate', { time: lengthOf(preview.estimated_seconds, units) })}</p>
      )}
    </>
  );
}

/** Some of the jobs, so that a wrong filter is seen. */
function Sample({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const { t } = useI18n();
  const path = `/api/jobs?${toQueryText([
    ['id', idFilter(ids)],
    ['fields', ROW_FIELDS],
  ])}`;
  const { data } = useQuery({ queryKey: ['bulk-sample', ids], queryFn: ({ signal }) => get<JobList>(path, signal) });
  const jobs = (data?.records ?? []) as readonly JobRow[];
  if (jobs.length === 0) return null;
  return (
    <Fact name={t('bulk.sample', { count: jobs.length })}>
      <ul className="bulk-sample" tabIndex={0} aria-label={t('bulk.sample', { count: jobs.length })}>
        {jobs.map((job) => (
          <li key={job.id}>
            <StateLabel state={job.state} gone={job.gone} />
            <BackendText className="cut" text={titleOf(job)} />
            <span className="muted cut" title={job.source.name}>
              {job.source.name}
            </span>
            <span className="muted">
              <Age time={job.created_time} />
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

/** How long the preview can still be confirmed. */
function TimeLeft({ until }: { readonly until: string }): ReactNode {
  const { t, units } = useI18n();
  const [now, setNow] = useState<number>();
  useEffect(
    () =>
      ticker.add((time) => {
        setNow(time);
        return true;
      }),
    [],
  );
  if (now === undefined) return null;
  const seconds = Math.max(0, Math.floor((Date.parse(until) - now) / 1_000));
  return <span className="muted">{t('bulk.valid', { time: lengthOf(seconds, units) })}</span>;
}
