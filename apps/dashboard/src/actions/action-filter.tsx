import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { useI18n } from '../i18n/i18n';
import { type Filter, formatFilter, parseFilter } from '../jobs/filter-text';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { useKeys } from '../ui/keys';
import css from './actions.module.css';

interface FilterProps {
  readonly filter: Filter;
  /** True if the gateway has rejected the filter. */
  readonly isWrong: boolean;
  readonly onApply: (filter: Filter) => void;
}

/** The filter of the audit, written as in the API. Enter applies it. */
export function ActionFilter({ filter, isWrong, onApply }: FilterProps): ReactNode {
  const { t } = useI18n();
  const applied = formatFilter(filter);
  const [text, setText] = useState(applied);
  useEffect(() => setText(applied), [applied]);
  const input = useRef<HTMLInputElement>(null);
  useKeys(useMemo(() => ({ '/': () => input.current?.focus() }), []));
  return (
    <form
      className={css.bar}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(parseFilter(text));
      }}
    >
      <Icon name="filter" />
      <input
        ref={input}
        className={`field mono ${css.filter}`}
        aria-label={t('actions.filter')}
        aria-invalid={isWrong}
        placeholder={t('actions.filter.example')}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit">{t('actions.filter.apply')}</Button>
      {filter.length > 0 && (
        <Button kind="plain" aria-label={t('actions.filter.clear')} onPress={() => onApply([])}>
          <Icon name="close" />
        </Button>
      )}
    </form>
  );
}
