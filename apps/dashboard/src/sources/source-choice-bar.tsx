import { type ReactNode, useMemo, useRef } from 'react';

import { useI18n } from '../i18n/i18n';
import { serverClock } from '../live/server-clock';
import { useKeys } from '../ui/keys';
import { hasRecentGap, kindsOf, labelsOf, type SourceChoice } from './source-order';
import css from './sources.module.css';
import { type ListedSource } from './use-sources';

interface ChoiceBarProps {
  readonly sources: readonly ListedSource[];
  readonly choice: SourceChoice;
  readonly onChange: (choice: SourceChoice) => void;
}

/** Chooses sources by name, kind, label and trouble. */
export function SourceChoiceBar({ sources, choice, onChange }: ChoiceBarProps): ReactNode {
  const { t } = useI18n();
  const [kinds, labels] = [useMemo(() => kindsOf(sources), [sources]), useMemo(() => labelsOf(sources), [sources])];
  const now = serverClock.now();
  const withGap = sources.filter((source) => hasRecentGap(source, now)).length;
  const find = useRef<HTMLInputElement>(null);
  useKeys(useMemo(() => ({ '/': () => find.current?.focus() }), []));
  return (
    <div className={css.choice} role="search">
      {withGap > 0 && <span className={css.withGap}>{t('sources.with-gap', { count: withGap })}</span>}
      <input
        ref={find}
        type="search"
        className="field"
        aria-label={t('sources.find')}
        placeholder={t('sources.find')}
        value={choice.text}
        onChange={(event) => onChange({ ...choice, text: event.target.value })}
      />
      <Selection
        label={t('sources.kind')}
        all={t('sources.kind.all')}
        values={kinds}
        value={choice.kind}
        onChange={(kind) => onChange({ ...choice, kind })}
      />
      <Selection
        label={t('sources.label')}
        all={t('sources.label.all')}
        values={labels}
        value={choice.label}
        onChange={(label) => onChange({ ...choice, label })}
      />
      <label className={css.tick}>
        <input
          type="checkbox"
          checked={choice.onlyTroubled}
          onChange={(event) => onChange({ ...choice, onlyTroubled: event.target.checked })}
        />
        {t('sources.only-troubled')}
      </label>
    </div>
  );
}

interface SelectionProps {
  readonly label: string;
  readonly all: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A choice of one value; hidden if there is only one to choose. */
function Selection({ label, all, values, value, onChange }: SelectionProps): ReactNode {
  if (values.length < 2 && value === '') return null;
  return (
    <select className="field" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{all}</option>
      {values.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}
