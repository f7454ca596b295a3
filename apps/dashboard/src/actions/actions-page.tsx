import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

import { ProblemError } from '../api/problem';
import { useMe } from '../api/queries';
import { useI18n } from '../i18n/i18n';
import { FilterBar } from '../jobs/filter-bar';
import { parseQuery, toQueryText } from '../jobs/list-query';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { ACTION_FIELDS, valueOffers } from './action-fields';
import { ActionTable } from './action-table';
import css from './actions.module.css';
import { useActions } from './use-actions';

const PAGE = 100;
const MOST = 1_000;

/** The audit: who asked for which action, and what came of it, newest first. */
export function ActionsPage(): ReactNode {
  const { t } = useI18n();
  const search = useSearch();
  const [, navigate] = useLocation();
  const { filter } = parseQuery(search);
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => setLimit(PAGE), [search]);
  const { data: page, error, isPlaceholderData, refetch } = useActions(filter, limit);
  return (
    <div className={css.page}>
      <h1 className="visually-hidden">{t('actions.title')}</h1>
      <FilterBar
        filter={filter}
        fields={ACTION_FIELDS}
        findValues={(field) => Promise.resolve(valueOffers(page?.records ?? [], field))}
        error={error}
        placeholder={t('actions.filter.example')}
        onApply={(next) => navigate(`/actions${next.length === 0 ? '' : `?${toQueryText(next)}`}`)}
      />
      {error !== null && !isRejected(error) && <Failure error={error} onRetry={() => void refetch()} />}
      {page === undefined && error === null && <p className={css.note}>{t('common.loading')}</p>}
      {page !== undefined && page.records.length === 0 && (
        <p className={css.note}>{t(filter.length === 0 ? 'actions.none' : 'actions.none-chosen')}</p>
      )}
      {page !== undefined && page.records.length > 0 && (
        <div className={css.scroller} aria-busy={isPlaceholderData}>
          <ActionTable records={page.records} />
          {page.total > page.records.length && limit < MOST && (
            <Button className={css.more ?? ''} onPress={() => setLimit(Math.min(limit * 2, MOST))}>
              {t('actions.more')}
            </Button>
          )}
        </div>
      )}
      <footer className={css.footer}>
        {page !== undefined && <span>{t('actions.count', { count: page.total })}</span>}
        <WhoSeesWhat />
      </footer>
    </div>
  );
}

function WhoSeesWhat(): ReactNode {
  const { t } = useI18n();
  const { data: me } = useMe();
  if (me === undefined) return null;
  return <span>{t(me.method === 'none' || me.role === 'admin' ? 'actions.all' : 'actions.own')}</span>;
}

/** True for a filter that the gateway rejects, which the bar shows itself. */
function isRejected(error: Error): boolean {
  return error instanceof ProblemError && error.status === 400;
}
