import { useEffect, useState } from 'react';

/** Whole seconds that remain of a waiting time; 0 when it has passed. A new `start` begins it again. */
export function useCountdown(seconds: number | undefined, start: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (seconds === undefined || seconds <= 0) {
      setLeft(0);
      return undefined;
    }
    const end = Date.now() + seconds * 1_000;
    const count = (): void => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)));
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [seconds, start]);
  return left;
}
