import { type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { JOB_STATES } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { StateIcon } from '../ui/state-icon';
import { type FacetCounts } from './counts';
import { chooseFacet, facetTerm, isChosen } from './facets';
import { type Filter } from './filter-text';

interface StateChipsProps {
  readonly filter: Filter;
  readonly counts: FacetCounts;
  readonly onFilter: (filter: Filter) => void;
}

/** The counts by state in one line that scrolls sideways, for narrow screens. A press adds or removes the state. */
export function StateChips({ filter, counts, onFilter }: StateChipsProps): ReactNode {
  const { t, number } = useI18n();
  const byState = counts.byField.get('state');
  const term = facetTerm(filter, 'state');
  return (
    <div className="state-chips" role="group" aria-label={t('jobs.facet.state')}>
      {JOB_STATES.map((state) => {
        const count = byState?.get(state) ?? 0;
        const chosen = isChosen(term, state);
        if (count === 0 && !chosen) return null;
        return (
          <AriaButton
            key={state}
            className="state-chip"
            aria-pressed={chosen}
            aria-label={`${t(`state.${state}`)} ${number(count)}`}
            onPress={() => onFilter(chooseFacet(filter, 'state', state, 'toggle'))}
          >
            <StateIcon state={state} />
            {number(count)}
          </AriaButton>
        );
      })}
    </div>
  );
}
