/** Named one-shot timers. Setting a name again replaces its timer. Also the injection token. */
export abstract class Timers {
  abstract set(name: string, delayMs: number, run: () => void): void;
  abstract clear(name: string): void;
}
