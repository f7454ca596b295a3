/** Time for waiting work in one turn of the event loop, in ms. The last step can exceed it. */
const TURN_MS = 2;

/** What waits for a turn, in order. */
const waiting: (() => void)[] = [];
let isScheduled = false;

/**
 * Divides long background work: resolves when everything has continued that waited here before. All such work together gets some
 * milliseconds in each turn of the event loop, however many sources are polled at the same time.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(takeTurn);
  });
}

/** Runs a function in this turn of the event loop, once the step that was just continued has run to its next pause. */
export function afterStep(run: () => void): void {
  // The tick follows all microtasks, so it runs after the step.
  queueMicrotask(() => process.nextTick(run));
}

function takeTurn(): void {
  const end = performance.now() + TURN_MS;
  const continueFirst = (): void => {
    waiting.shift()?.();
    afterStep(goOn);
  };
  const goOn = (): void => {
    if (waiting.length === 0) isScheduled = false;
    else if (performance.now() < end) continueFirst();
    else setImmediate(takeTurn);
  };
  continueFirst();
}
