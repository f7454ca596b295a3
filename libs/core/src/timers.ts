/** Named one-shot timers. Setting a name again replaces its timer. */
export interface Timers {
  set(name: string, delayMs: number, run: () => void): void;
  clear(name: string): void;
}
