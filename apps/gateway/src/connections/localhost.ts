import { lookup } from 'node:dns/promises';
import { type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';

/** The addresses of a host name, besides the first one, on which the gateway listens: those of `localhost`. */
export async function furtherAddresses(host: string): Promise<readonly string[]> {
  if (host !== 'localhost') return [];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/**
 * Accepts connections for a listening server on further addresses, at its port, until it begins to close. It does not wait
 * for them when it closes. An address that does not exist is left out.
 */
export async function listenAlsoOn(server: Server, addresses: readonly string[]): Promise<void> {
  const { address: first, port } = server.address() as AddressInfo;
  for (const address of addresses.filter((each) => each !== first)) {
    const other = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      if (server.listening) server.emit('connection', socket);
      else socket.destroy();
    });
    await new Promise<void>((resolve) => {
      other.once('listening', resolve).on('error', () => resolve());
      other.listen(port, address);
    });
    server.once('close', () => other.close());
  }
}
