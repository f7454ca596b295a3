/** Named one-shot timers; setting a name again replaces its timer. Also the token they are injected by. */
export abstract class Timers {
  abstract set(name: string, delayMs: number, run: () => void): void;
  abstract clear(name: string): void;
}
