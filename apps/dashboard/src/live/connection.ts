import { Store } from './store';

/** How the page is connected to the gateway. */
export interface Connection {
  /**
   * `idle`: this screen needs no stream. `polling`: changes are fetched every few seconds, because other windows of the
   * browser have its streams. `offline`: without a connection for 30 seconds.
   */
  readonly state: 'idle' | 'connecting' | 'live' | 'polling' | 'reconnecting' | 'offline' | 'starting';
  /** When the next try is made, by the local clock. */
  readonly nextTryAt?: number;
}

/** The connection of the page, written by its one stream. */
export const connection = new Store<Connection>({ state: 'idle' });

let seenAt: number | undefined;

/** When the last event came, by the server's clock. It changes too often for a store. */
export const lastSeenAt = (): number | undefined => seenAt;

/** Notes that an event has come, so that the connection is live, or works by polling. */
export function noteSeen(now: number, state: 'live' | 'polling'): void {
  seenAt = now;
  if (connection.get().state !== state) connection.set({ state });
}

/** Makes the next try at once; does nothing while connected. Set by the stream. */
export const tryNow = new Store<() => void>(() => undefined);

/** What the list holds back. */
export interface Holding {
  readonly isHeld: boolean;
  readonly newCount: number;
  /** Holds updates, or goes on. Absent on screens without a list. */
  readonly toggle?: () => void;
}

/** The new jobs that the list holds back, for the indicator in the top bar. */
export const holding = new Store<Holding>({ isHeld: false, newCount: 0 });

type Listener = (id: string) => void;

const jobListeners = new Set<Listener>();

/** Calls the listener with the id of each job that the stream reports as changed. */
export function onJobChange(listener: Listener): () => void {
  jobListeners.add(listener);
  return () => jobListeners.delete(listener);
}

/** Reports a changed job to the parts of the page that show it. */
export function reportJobChange(id: string): void {
  jobListeners.forEach((listener) => listener(id));
}
