/** Requests that an ordinary HTTP client would not send. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

/** Sends bytes and returns everything received until the server closes the connection. */
export async function exchange({ hostname, port }: URL, bytes: string): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return readAll(socket);
}

/** Sends bytes and disconnects at once. */
export async function abandon({ hostname, port }: URL, bytes: string): Promise<void> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes, () => socket.destroy());
  await once(socket, 'close');
}

/** Sends the path unchanged and returns the response status; `fetch` would resolve dot segments. */
export function statusOf({ hostname, port }: URL, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end();
  });
}
