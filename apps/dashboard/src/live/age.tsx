import { type ReactNode, useEffect, useRef } from 'react';

import { useI18n } from '../i18n/i18n';
import { lengthOf, shortAge } from './duration';
import { ticker } from './ticker';

/** The age of a time, `2 m`, renewed by the page's one timer. Its title is the exact time. */
export function Age({ time, isAbsolute = false }: { readonly time: string; readonly isAbsolute?: boolean }): ReactNode {
  const { units, date, dateTime } = useI18n();
  const ref = useRef<HTMLTimeElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    if (isAbsolute) {
      element.textContent = dateTime(time);
      return;
    }
    const since = Date.parse(time);
    return ticker.add((now) => {
      const seconds = (now - since) / 1_000;
      write(element, shortAge(seconds, units) ?? date(time));
      return seconds < 60;
    });
  }, [time, isAbsolute, units, date, dateTime]);
  return <time ref={ref} dateTime={time} title={`${dateTime(time)}\n${time}`} />;
}

/** The time since a moment, `5:02`, which grows while the job runs. */
export function Elapsed({ since }: { readonly since: string }): ReactNode {
  const { units } = useI18n();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const began = Date.parse(since);
    return ticker.add((now) => {
      write(element, lengthOf(Math.max(0, Math.floor((now - began) / 1_000)), units));
      return true;
    });
  }, [since, units]);
  return <span ref={ref} />;
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
