import { useCallback, useEffect, useRef, useState } from 'react';

import { holding } from '../live/connection';
import { announce } from '../ui/announcer';

const ANNOUNCE_MS = 10_000;

/** Whether the user holds updates. Reports it and the number of new jobs to the top bar, and to screen readers. */
export function useHolding(newCount: number): { readonly isHeld: boolean; readonly toggle: () => void } {
  const [isHeld, setHeld] = useState(false);
  const toggle = useCallback(() => setHeld((old) => !old), []);
  useEffect(() => holding.set({ isHeld, newCount, toggle }), [isHeld, newCount, toggle]);
  useEffect(() => () => holding.set({ isHeld: false, newCount: 0 }), []);
  const latest = useRef(newCount);
  latest.current = newCount;
  const hasNew = newCount > 0;
  useEffect(() => {
    if (!hasNew) return;
    const timer = setInterval(() => announce('jobs.new-announced', { count: latest.current }), ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, [hasNew]);
  return { isHeld, toggle };
}
