import { memo, type ReactNode, useRef } from 'react';
import { Link } from 'wouter';

import { type Action } from '../api/types';
import { type Key, useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { visibleText } from '../job/visible-text';
import { Age } from '../live/age';
import { ROW_LINK, useRowKeys } from '../sources/use-row-keys';
import css from './actions.module.css';

const COLUMNS: readonly (readonly [key: Key, className: string | undefined])[] = [
  ['actions.time', css.time],
  ['actions.who', css.who],
  ['actions.action', css.action],
  ['actions.job', css.job],
  ['actions.source', css.source],
  ['actions.outcome', css.outcome],
  ['actions.status', css.status],
  ['actions.request', css.request],
];

/** Records of the audit in a table; on a phone each has two lines. */
export function ActionTable({ records }: { readonly records: readonly Action[] }): ReactNode {
  const { t } = useI18n();
  const table = useRef<HTMLDivElement>(null);
  useRowKeys(table);
  return (
    <div ref={table} role="table" aria-label={t('actions.title')}>
      <div role="row" className={`${css.row} ${css.head}`}>
        {COLUMNS.map(([key, className]) => (
          <span key={key} role="columnheader" className={className}>
            {t(key)}
          </span>
        ))}
      </div>
      <div role="rowgroup">
        {records.map((record) => (
          <Row key={record.id} record={record} />
        ))}
      </div>
    </div>
  );
}

const Row = memo(function Row({ record }: { readonly record: Action }): ReactNode {
  const { t } = useI18n();
  const { by, job, source, status } = record;
  const how = t('actions.from', { method: by.login ?? by.method, address: by.address });
  return (
    <div role="row" className={css.row}>
      <span role="cell" className={css.time}>
        <Age time={record.time} />
      </span>
      <span role="cell" className={`${css.who} cut`} title={how}>
        {visibleText(by.name)}
      </span>
      <span role="cell" className={css.action}>
        {t(`action.${record.action}`)}
      </span>
      <span role="cell" className={`${css.job} cut`}>
        <Link {...ROW_LINK} href={`/jobs/${encodeURIComponent(job.id)}`} title={job.id}>
          <BackendText text={job.description ?? job.id} />
        </Link>
      </span>
      <span role="cell" className={`${css.source} cut`}>
        <Link href={`/sources/${source.name}`}>{source.name}</Link>
      </span>
      <span role="cell" className={`${css.outcome} cut`} title={visibleText(record.detail ?? '')}>
        <Outcome record={record} />
      </span>
      <span role="cell" className={css.status}>
        {status ?? '–'}
      </span>
      <span role="cell" className={`${css.request} cut`}>
        <RequestId record={record} />
      </span>
    </div>
  );
});

/** The outcome, and why it was refused or failed. */
function Outcome({ record }: { readonly record: Action }): ReactNode {
  const { t } = useI18n();
  const { detail, outcome } = record;
  const isBad = outcome === 'failed' || outcome === 'unknown' || outcome === 'not_honoured';
  return (
    <>
      <span className={isBad ? css.bad : undefined}>{t(`job.outcome.${outcome}`)}</span>
      {detail !== undefined && (
        <>
          {' '}
          <BackendText className="muted" text={detail} />
        </>
      )}
    </>
  );
}

function RequestId({ record }: { readonly record: Action }): ReactNode {
  const { t } = useI18n();
  const { bulk_id: bulk, request_id: request } = record;
  if (bulk === undefined) return <span className="mono muted">{visibleText(request)}</span>;
  return (
    <Link href={`/bulk/${encodeURIComponent(bulk)}`} aria-label={t('actions.open-bulk', { id: bulk })}>
      {t('actions.bulk', { id: bulk.slice(-6) })}
    </Link>
  );
}
