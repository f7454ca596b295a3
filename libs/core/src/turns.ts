/** What waits for a turn, in order. */
const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop, in which nothing else continues that waits here. Long background work is divided
 * with it: a turn then contains one step, however many sources are polled at the same time.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(continueFirst);
  });
}

function continueFirst(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(continueFirst);
}
