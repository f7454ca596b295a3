import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { JOB_STATES, type JobState, type StaleSource } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { StateIcon } from '../ui/state-icon';
import { type FacetCounts, type FacetField } from './counts';
import {
  chooseFacet,
  countsByName,
  countsInOrder,
  type FacetChoice,
  type FacetCount,
  facetTerm,
  isChosen,
} from './facets';
import { type Filter } from './filter-text';

const SHOWN_SOURCES = 60;
const NO_COUNTS: ReadonlyMap<string, number> = new Map();

interface FacetRailProps {
  readonly filter: Filter;
  readonly counts: FacetCounts;
  readonly stale: readonly StaleSource[];
  readonly onFilter: (filter: Filter) => void;
}

/** The counts by state and source over the whole filter; each is a way to change the filter. */
export function FacetRail({ filter, counts: { byField, isOld }, stale, onFilter }: FacetRailProps): ReactNode {
  const { t } = useI18n();
  const [search, setSearch] = useState('');
  const byState = byField.get('state');
  const states = countsInOrder(JOB_STATES, byState ?? NO_COUNTS);
  const named = facetTerm(filter, 'source.name')?.values ?? [];
  const sources = countsByName(byField.get('source.name') ?? NO_COUNTS, named).filter(({ value }) =>
    value.includes(search),
  );
  const choose = (field: FacetField) => (value: string, choice: FacetChoice) =>
    onFilter(chooseFacet(filter, field, value, choice));
  const late = new Set(stale.map(({ name }) => name));
  return (
    <div className="facets">
      <p className="facet-more facet-old" role="status">
        {isOld && t('jobs.facet.old')}
      </p>
      <FacetGroup
        title={t('jobs.facet.state')}
        term={facetTerm(filter, 'state')}
        counts={states}
        isKnown={byState !== undefined}
        label={(value) => t(`state.${value as JobState}`)}
        sign={(value) => <StateIcon state={value as JobState} />}
        onChoose={choose('state')}
      />
      <FacetGroup
        title={t('jobs.facet.source')}
        term={facetTerm(filter, 'source.name')}
        counts={sources.slice(0, SHOWN_SOURCES)}
        isKnown
        label={(value) => value}
        sign={(value) => late.has(value) && <Icon name="warning" />}
        onChoose={choose('source.name')}
      >
        {(sources.length > 8 || search !== '') && (
          <input
            className="field facet-find"
            type="search"
            aria-label={t('jobs.facet.find')}
            placeholder={t('jobs.facet.find')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </FacetGroup>
      {sources.length > SHOWN_SOURCES && (
        <p className="muted facet-more">{t('jobs.facet.more', { count: sources.length - SHOWN_SOURCES })}</p>
      )}
    </div>
  );
}

interface FacetGroupProps {
  readonly title: string;
  readonly term: ReturnType<typeof facetTerm>;
  readonly counts: readonly FacetCount[];
  /** False before the first counts have come. */
  readonly isKnown: boolean;
  readonly label: (value: string) => string;
  readonly sign: (value: string) => ReactNode;
  readonly onChoose: (value: string, choice: FacetChoice) => void;
  readonly children?: ReactNode;
}

function FacetGroup({ title, term, counts, isKnown, label, sign, onChoose, children }: FacetGroupProps): ReactNode {
  const { t, number } = useI18n();
  return (
    <section className="facet" aria-label={title}>
      <h2 className="facet-title" title={t('jobs.facet.hint')}>
        {title}
      </h2>
      {children}
      <ul>
        {counts.map(({ value, count }) => {
          const chosen = isChosen(term, value);
          return (
            <li key={value} className={isKnown && count === 0 ? 'facet-value facet-zero' : 'facet-value'}>
              <input
                type="checkbox"
                checked={chosen}
                aria-label={t('jobs.facet.add', { value: label(value) })}
                onChange={() => onChoose(value, 'toggle')}
              />
              <AriaButton
                className="facet-button"
                aria-pressed={chosen}
                onPress={(event) => onChoose(value, choiceOf(event))}
              >
                {sign(value)}
                <span className="cut">{label(value)}</span>
                <span className="facet-count">{isKnown && number(count)}</span>
              </AriaButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type Modifiers = Readonly<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>>;

function choiceOf({ ctrlKey, metaKey, altKey }: Modifiers): FacetChoice {
  return altKey ? 'not' : ctrlKey || metaKey ? 'toggle' : 'only';
}
