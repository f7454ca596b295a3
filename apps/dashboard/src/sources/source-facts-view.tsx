import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';

import { type Source } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Age } from '../live/age';
import { lengthOf } from '../live/duration';
import { ticker } from '../live/ticker';
import { clockLevel, originText, pollProgress } from './source-facts';
import css from './sources.module.css';

/** What is known about a backend: its address, when it is polled, its clock, where it is known from. */
export function SourceFacts({ source }: { readonly source: Source }): ReactNode {
  const { t } = useI18n();
  const { clock_offset_seconds: offset, first_poll_time: first, last_success_time: success } = source;
  const { polled_by: by, version } = source;
  const labels = Object.entries(source.labels);
  return (
    <dl className={css.facts}>
      <Fact name={t('sources.kind-of')}>
        {source.kind} {version}
      </Fact>
      <Fact name={t('sources.url')}>
        <span className="mono">{source.url}</span>
      </Fact>
      <Fact name={t('sources.origin')}>
        <Origin source={source} />
      </Fact>
      {first !== undefined && (
        <Fact name={t('sources.first-poll')}>
          <Age time={first} />
        </Fact>
      )}
      <Fact name={t('sources.last-success')}>{success === undefined ? '–' : <Age time={success} />}</Fact>
      <Fact name={t('sources.interval')}>
        <NextPoll source={source} />
      </Fact>
      {offset !== undefined && (
        <Fact name={t('sources.clock')}>
          <Clock offset={offset} />
        </Fact>
      )}
      {by !== undefined && <Fact name={t('sources.polled-by')}>{by}</Fact>}
      {labels.length > 0 && (
        <Fact name={t('sources.labels')}>{labels.map(([name, value]) => `${name}=${value}`).join(', ')}</Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Origin({ source: { origin } }: { readonly source: Source }): ReactNode {
  const { t } = useI18n();
  if (origin.kind === 'config') return t('sources.origin.config');
  if (origin.source === undefined) return origin.kind === 'file' ? originText(origin) : t('sources.origin.discovery');
  return <Link href={`/sources/${origin.source}`}>{origin.source}</Link>;
}

function Clock({ offset }: { readonly offset: number }): ReactNode {
  const { t } = useI18n();
  const level = clockLevel(offset);
  const text = t('sources.clock.value', { offset: `${offset < 0 ? '−' : '+'}${Math.abs(offset).toFixed(1)}` });
  if (level === 'ok') return text;
  return (
    <span className={css[level]}>
      {text}. {t(`sources.clock.${level}`)}
    </span>
  );
}

/** The interval, and the time until the next poll as a text and a bar. */
function NextPoll({ source }: { readonly source: Source }): ReactNode {
  const { t, units } = useI18n();
  const text = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  const { interval_seconds: interval, next_poll_time: next } = source;
  useEffect(
    () =>
      ticker.add((now) => {
        const left = next === undefined ? 0 : Math.ceil((Date.parse(next) - now) / 1_000);
        const progress = pollProgress({ interval_seconds: interval, next_poll_time: next }, now) ?? 0;
        if (text.current) text.current.textContent = left > 0 ? lengthOf(left, units) : t('sources.due');
        if (bar.current) bar.current.style.width = `${progress * 100}%`;
        return true;
      }),
    [interval, next, t, units],
  );
  return (
    <span className={css.nextPoll}>
      {t('sources.interval.value', { length: lengthOf(interval, units), next: '' })}
      <span ref={text} />
      <span className={css.pollBar} aria-hidden="true">
        <span ref={bar} />
      </span>
    </span>
  );
}
