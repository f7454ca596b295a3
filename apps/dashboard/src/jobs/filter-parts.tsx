import { type ReactNode, useEffect, useRef } from 'react';

import { type ProblemError } from '../api/problem';
import { type Offer } from './completion';
import { errorSpan } from './filter-text';

interface OfferListProps {
  readonly id: string;
  readonly label: string;
  readonly offers: readonly Offer[];
  readonly chosen: number;
  readonly onAccept: (offer: Offer) => void;
}

/** The completions below the bar. */
export function OfferList({ id, label, offers, chosen, onAccept }: OfferListProps): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[Math.max(chosen, 0)]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ul ref={list} className="filter-offers" id={id} role="listbox" aria-label={label}>
      {offers.map((offer, index) => (
        <li
          key={offer.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className="filter-offer"
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(offer);
          }}
        >
          <span className="mono" dir="auto">
            {offer.insert}
          </span>
          {offer.note !== undefined && <span className="muted">{offer.note}</span>}
        </li>
      ))}
    </ul>
  );
}

interface MarksProps {
  readonly text: string;
  readonly problem: ProblemError | undefined;
  readonly input: { readonly current: HTMLInputElement | null };
}

/** The same text behind the input, with the wrong term underlined. */
export function Marks({ text, problem, input }: MarksProps): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const { target, position } = problem?.problem?.error ?? {};
  const span = problem ? errorSpan(text, target, position) : undefined;
  useEffect(() => {
    const element = input.current;
    if (!element || !span) return;
    const follow = (): void => {
      if (ref.current) ref.current.scrollLeft = element.scrollLeft;
    };
    element.addEventListener('scroll', follow);
    return () => element.removeEventListener('scroll', follow);
  }, [input, span]);
  if (!span) return null;
  return (
    <div ref={ref} className="filter-marks mono" aria-hidden="true">
      {text.slice(0, span.start)}
      <span className="filter-mark">{text.slice(span.start, span.end)}</span>
      {text.slice(span.end)}
    </div>
  );
}
