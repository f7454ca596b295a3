import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import './jobs.css';
import './bulk.css';

import { ProblemError } from '../api/problem';
import { type StaleSource } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { ErrorBoundary, Failure } from '../ui/failure';
import { Dialog } from '../ui/overlays';
import { useWidth } from '../ui/use-width';
import { FacetRail } from './facet-rail';
import { totalFrom } from './facets';
import { JOB_FIELDS } from './fields';
import { FilterBar } from './filter-bar';
import { type Filter } from './filter-text';
import { findJobValues } from './find-values';
import { CopyMenu, SavedMenu } from './list-menus';
import { ListPane } from './list-pane';
import { formatQuery, type ListQuery, parseQuery } from './list-query';
import { shownTotal } from './list-total';
import { StateChips } from './state-chips';
import { useCounts } from './use-counts';
import { useJobsList } from './use-jobs-list';

const JobView = lazy(() => import('../job/job-view').then((module) => ({ default: module.JobView })));

/** From this width on, an opened job stands beside the list. */
const BESIDE_FROM = 1_200;
const RAIL_FROM = 1_000;
const NOTHING_STALE: readonly StaleSource[] = [];

/** The list of jobs, with the opened job beside it or in its place. The address holds the query and the job. */
export function JobsPage({ openId }: { readonly openId: string | undefined }): ReactNode {
  const { t } = useI18n();
  const search = useSearch();
  const [, navigate] = useLocation();
  const { ref, width } = useWidth<HTMLDivElement>();
  const [areFacetsOpen, setFacetsOpen] = useState(false);
  const rail = useRef<HTMLElement>(null);
  const openFacets = useCallback(() => {
    const first = rail.current?.querySelector('button');
    if (first) first.focus();
    else setFacetsOpen(true);
  }, []);
  const query = useMemo(() => parseQuery(search), [search]);
  const loaded = useJobsList(query);
  const { list, view, error } = loaded;
  const counts = useCounts(list);

  const go = useCallback(
    (id: string | undefined, next: ListQuery, replace = false) => navigate(addressOf(id, next), { replace }),
    [navigate],
  );
  const openJob = useCallback((id: string | undefined, replace?: boolean) => go(id, query, replace), [go, query]);
  const setQuery = useCallback((next: ListQuery) => go(openId, next), [go, openId]);
  const setFilter = useCallback((filter: Filter) => setQuery({ ...query, filter }), [setQuery, query]);

  const isBeside = width >= BESIDE_FROM;
  const hasRail = width >= RAIL_FROM && !(openId !== undefined && isBeside);
  const isListShown = openId === undefined || isBeside;
  const total = list && view ? shownTotal(view, totalFrom(list.query.filter, counts.byField)) : 0;
  const stale = view?.stale ?? NOTHING_STALE;
  // The list changes four times a second: what does not depend on its rows is not rendered for them.
  const facets = useMemo(
    () => <FacetRail filter={query.filter} counts={counts} stale={stale} onFilter={setFilter} />,
    [query.filter, counts, stale, setFilter],
  );
  const bar = useMemo(
    () => (
      <FilterBar
        filter={query.filter}
        fields={JOB_FIELDS}
        findValues={findJobValues}
        error={error}
        placeholder={t('jobs.filter.placeholder')}
        onApply={setFilter}
      >
        <SavedMenu query={query} onQuery={setQuery} />
        <CopyMenu query={query} />
      </FilterBar>
    ),
    [query, error, t, setFilter, setQuery],
  );
  // The filter bar says why a filter is rejected, and the banner that the gateway is starting.
  const isSaid = error instanceof ProblemError && (error.status === 400 || error.type === 'not-ready');
  return (
    <div className="jobs" ref={ref}>
      <h1 className="visually-hidden">{t('jobs.title')}</h1>
      {isListShown && bar}
      {isListShown && !hasRail && openId === undefined && (
        <StateChips filter={query.filter} counts={counts} onFilter={setFilter} />
      )}
      <div className="jobs-body">
        {hasRail && isListShown && (
          <aside className="jobs-rail" ref={rail}>
            {facets}
          </aside>
        )}
        <section className="jobs-list" aria-label={t('jobs.title')} hidden={!isListShown}>
          {error !== undefined && !isSaid && <Failure error={error} onRetry={loaded.retry} />}
          {list && view && (
            <ListPane
              list={list}
              view={view}
              query={query}
              total={total}
              openId={openId}
              isDim={loaded.isLoading || error !== undefined}
              onOpen={openJob}
              onQuery={setQuery}
              onFacets={openFacets}
            />
          )}
          {!list && error === undefined && <p className="jobs-loading muted">{t('common.loading')}</p>}
        </section>
        {openId !== undefined && (
          <aside className={isBeside ? 'jobs-job' : 'jobs-job jobs-job-alone'}>
            <ErrorBoundary key={openId}>
              <Suspense fallback={<p className="jobs-loading muted">{t('common.loading')}</p>}>
                <JobView key={openId} id={openId} onClose={() => openJob(undefined)} />
              </Suspense>
            </ErrorBoundary>
          </aside>
        )}
      </div>
      <Dialog title={t('jobs.facets')} isOpen={areFacetsOpen} onClose={() => setFacetsOpen(false)}>
        {facets}
        <div className="dialog-buttons">
          <Button kind="primary" onPress={() => setFacetsOpen(false)}>
            {t('common.close')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

/** The address of a list, with a job opened in it or not. */
function addressOf(id: string | undefined, query: ListQuery): string {
  const text = formatQuery(query);
  return `/jobs${id === undefined ? '' : `/${id}`}${text === '' ? '' : `?${text}`}`;
}
