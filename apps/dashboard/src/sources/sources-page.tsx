import { type ReactNode, useMemo } from 'react';

import { isTemporary } from '../api/client';
import { useI18n } from '../i18n/i18n';
import { usePageState } from '../overview/use-page-state';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { GapLegend, GapPattern } from './gap-band-view';
import { NoAnswer, useIsOverdue } from './no-answer';
import { PollNote } from './poll-button';
import { SourceChoiceBar } from './source-choice-bar';
import { byTrouble, chosenSources, countsByStatus, type SourceChoice } from './source-order';
import { SourceTable } from './source-table';
import css from './sources.module.css';
import { StatusIcon } from './status-label';
import { type ListedSource, refreshOf, useSources } from './use-sources';

/** The list of backends, the troubled ones first. */
export function SourcesPage(): ReactNode {
  const { t } = useI18n();
  const { data: sources, dataUpdatedAt, error, refetch } = useSources();
  const isOld = useIsOverdue(dataUpdatedAt, refreshOf(sources));
  const [choice, setChoice] = useChoice();
  const sorted = useMemo(() => byTrouble(sources ?? []), [sources]);
  const shown = chosenSources(sorted, choice);
  return (
    <div className={css.page}>
      <GapPattern />
      <header className={css.bar}>
        <h1 className="visually-hidden">{t('sources.title')}</h1>
        <Counts sources={sorted} />
        <span className={css.space} />
        <SourceChoiceBar sources={sorted} choice={choice} onChange={setChoice} />
      </header>
      {isOld && <NoAnswer answeredAt={dataUpdatedAt} onRetry={() => void refetch()} />}
      {error !== null && !(isOld && isTemporary(error)) && <Failure error={error} onRetry={() => void refetch()} />}
      {sources === undefined && error === null && <p className={css.note}>{t('common.loading')}</p>}
      {shown.length > 0 && <SourceTable sources={shown} />}
      {sources !== undefined && shown.length === 0 && (
        <Nothing hasSources={sources.length > 0} choice={choice} onAll={() => setChoice(ALL)} />
      )}
      <footer className={css.footer}>
        <span>
          {shown.length < sorted.length
            ? t('sources.shown', { shown: shown.length, total: sorted.length })
            : t('sources.order')}
        </span>
        <PollNote />
        <GapLegend />
      </footer>
    </div>
  );
}

const ALL: SourceChoice = { text: '', kind: '', label: '', onlyTroubled: false };

function Counts({ sources }: { readonly sources: readonly ListedSource[] }): ReactNode {
  const { t, number } = useI18n();
  return (
    <p className={css.counts}>
      <strong>{t('sources.count', { count: sources.length })}</strong>
      {countsByStatus(sources).map(({ count, status }) => (
        <span key={status} className={css.count}>
          <StatusIcon status={status} />
          {number(count)} {t(`sources.status.${status}`)}
        </span>
      ))}
    </p>
  );
}

function Nothing(props: {
  readonly hasSources: boolean;
  readonly choice: SourceChoice;
  readonly onAll: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { text, kind, label, onlyTroubled } = props.choice;
  if (!props.hasSources) return <p className={css.note}>{t('sources.none')}</p>;
  const isWell = onlyTroubled && `${text}${kind}${label}` === '';
  return (
    <p className={css.note}>
      {t(isWell ? 'sources.none-troubled' : 'sources.none-chosen')}{' '}
      <Button kind="link" onPress={props.onAll}>
        {t('sources.show-all')}
      </Button>
    </p>
  );
}

/** The choice of sources, kept in the address. */
function useChoice(): readonly [SourceChoice, (choice: SourceChoice) => void] {
  const { change, read } = usePageState();
  const choice = {
    text: read('find'),
    kind: read('kind'),
    label: read('label'),
    onlyTroubled: read('troubled') !== '',
  };
  const set = ({ text, kind, label, onlyTroubled }: SourceChoice): void =>
    change({ find: text, kind, label, troubled: onlyTroubled ? '1' : '' });
  return [choice, set];
}
