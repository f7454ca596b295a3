/**
 * Which connections may carry requests: those that are established, also through the proxy, and whose certificate is
 * accepted. The connections themselves hold back what is written before.
 */
import { type Duplex } from 'node:stream';

const USABLE = Symbol('usable');
const connections = new WeakSet<Duplex>();

/** True if a request may be sent over the connection. */
export function isUsable(connection: Duplex): boolean {
  return connections.has(connection);
}

/** Records that requests may be sent over the connection. Call it before anything is written. */
export function markUsable(connection: Duplex): void {
  connections.add(connection);
  connection.emit(USABLE);
}

/** Calls the listener as soon as requests may be sent over the connection, which may be never. */
export function onceUsable(connection: Duplex, listener: () => void): void {
  if (isUsable(connection)) listener();
  else connection.once(USABLE, listener);
}
