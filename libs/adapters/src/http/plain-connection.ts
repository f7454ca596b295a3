import net from 'node:net';

/**
 * Number of bytes that are parsed as HTTP at once: the size of the longest TLS record (RFC 8446, 5.1). Without TLS,
 * Node would read 64 kB, which can contain thousands of chunks or interim responses.
 */
const BYTES_AT_ONCE = 16 * 1024;

/** A TCP connection that reads at most 16 kB at once. */
export function connectPlain(options: net.TcpNetConnectOpts): net.Socket {
  const buffer = (): Buffer => Buffer.allocUnsafeSlow(BYTES_AT_ONCE);
  const callback = (length: number, read: Uint8Array): boolean => socket.push(read.subarray(0, length));
  const socket = net.createConnection({ ...options, onread: { buffer, callback } });
  return socket;
}
