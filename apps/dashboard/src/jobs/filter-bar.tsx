import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import './filter-bar.css';

import { ProblemError } from '../api/problem';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { failureHeading } from '../ui/failure';
import { Icon } from '../ui/icons';
import { useKeys } from '../ui/keys';
import { completionAt, type Offer, take } from './completion';
import { type Field } from './fields';
import { Marks, OfferList } from './filter-parts';
import { type Filter, formatFilter, parseFilter } from './filter-text';
import { type FindValues, rememberFields, useOffers } from './use-offers';

/** The properties of the filter bar. */
export interface FilterBarProps {
  /** The filter of the address. */
  readonly filter: Filter;
  readonly fields: readonly Field[];
  readonly findValues: FindValues;
  /** Why the server rejects the filter. */
  readonly error: unknown;
  readonly placeholder: string;
  readonly onApply: (filter: Filter) => void;
  /** Further controls at the right. */
  readonly children?: ReactNode;
}

/** The bar in which a filter is typed in the dialect of the API, with completion. The server judges it after Enter. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const { t } = useI18n();
  const applied = formatFilter(props.filter);
  const [text, setText] = useState(applied);
  useEffect(() => setText(applied), [applied]);
  const apply = (value: string): void => {
    const filter = parseFilter(value);
    rememberFields(filter);
    props.onApply(filter);
  };
  const isApplied = formatFilter(parseFilter(text)) === applied;
  const problem =
    isApplied && props.error instanceof ProblemError && props.error.status === 400 ? props.error : undefined;
  return (
    <div className="filter-bar">
      <div className="filter-bar-line" role="search">
        <FilterInput {...props} text={text} problem={problem} onText={setText} onApply={apply} />
        {text !== '' && (
          <Button kind="plain" aria-label={t('jobs.filter.clear')} onPress={() => apply('')}>
            <Icon name="close" />
          </Button>
        )}
        {!isApplied && (
          <Button kind="primary" className="filter-bar-apply" onPress={() => apply(text)}>
            {t('jobs.filter.apply')}
          </Button>
        )}
        {props.children}
      </div>
      {problem && (
        <p className="filter-bar-error" id="filter-error" role="alert">
          <strong>{failureHeading(problem, t)}</strong> <span dir="auto">{problem.message}</span>
        </p>
      )}
    </div>
  );
}

interface FilterInputProps extends Omit<FilterBarProps, 'onApply'> {
  readonly text: string;
  readonly problem: ProblemError | undefined;
  readonly onText: (text: string) => void;
  readonly onApply: (text: string) => void;
}

function FilterInput({ text, problem, fields, findValues, placeholder, onText, onApply }: FilterInputProps): ReactNode {
  const { t } = useI18n();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(-1);
  const isOpen = caret !== undefined;
  const completion = useMemo(() => (caret === undefined ? undefined : completionAt(text, caret)), [text, caret]);
  const offers = useOffers(completion, text, fields, findValues);
  const focus = useMemo(() => ({ '/': () => input.current?.focus() }), []);
  useKeys(focus);
  const close = (): void => {
    setCaret(undefined);
    setChosen(-1);
  };
  const follow = (): void => {
    setCaret(input.current?.selectionStart ?? 0);
    setChosen(-1);
  };
  const accept = (offer: Offer): void => {
    if (!completion) return;
    const next = take(text, completion, offer);
    onText(next.text);
    setChosen(-1);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
      setCaret(next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const offer = offers[chosen] ?? (event.key === 'Tab' && isOpen && completion?.typed ? offers[0] : undefined);
    if (event.key === 'ArrowDown' && isOpen) setChosen(Math.min(chosen + 1, offers.length - 1));
    else if (event.key === 'ArrowUp' && isOpen) setChosen(Math.max(chosen - 1, -1));
    else if (event.key === ' ' && event.ctrlKey) follow();
    else if (event.key === 'Escape' && isOpen) close();
    else if (event.key === 'Escape') input.current?.blur();
    else if ((event.key === 'Enter' || event.key === 'Tab') && offer) accept(offer);
    else if (event.key === 'Enter') {
      close();
      onApply(text);
    } else return;
    event.preventDefault();
  };
  return (
    <div className="filter-input">
      <Marks text={text} problem={problem} input={input} />
      <input
        ref={input}
        className="filter-input-text mono"
        role="combobox"
        aria-label={t('jobs.filter')}
        aria-expanded={isOpen && offers.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? 'filter-error' : undefined}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="search"
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(event.target.selectionStart ?? 0);
          setChosen(-1);
        }}
        onKeyDown={onKeyDown}
        onClick={follow}
        onBlur={close}
      />
      {isOpen && offers.length > 0 && (
        <OfferList id={listId} offers={offers} chosen={chosen} onAccept={accept} label={t('jobs.filter.offers')} />
      )}
    </div>
  );
}
