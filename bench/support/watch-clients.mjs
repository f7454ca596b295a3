/**
 * Many watch clients in one process: `node watch-clients.mjs URL COUNT`. Prints `open` once all are open. On the message
 * `figures` it answers with the events and their latencies since the last one: the time of arrival minus the
 * `updated_time` of the job, in ms.
 */
import { connect } from 'node:net';

const [url, count] = process.argv.slice(2);
const { hostname, pathname, port, search } = new URL(url);
const MARK = '"updated_time":"';
const TIME_LENGTH = 24;

let events = new Array(Number(count)).fill(0);
let latencies = [];

await Promise.all(events.map((_, client) => open(client)));
console.log('open');

process.on('message', () => {
  latencies.sort((a, b) => a - b);
  process.send({
    most: Math.max(...events),
    least: Math.min(...events),
    p50: latencies[Math.floor(latencies.length * 0.5)],
    p99: latencies[Math.floor(latencies.length * 0.99)],
    max: latencies.at(-1),
  });
  events.fill(0);
  latencies = [];
});

/** Resolves when the first bytes have arrived. */
function open(client) {
  return new Promise((resolve, reject) => {
    let rest = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: bench\r\n\r\n`);
    });
    socket.setEncoding('latin1').on('error', reject);
    socket.on('data', (piece) => {
      resolve();
      rest = read(client, rest + piece, Date.now());
    });
  });
}

/** Counts the events in a text, and returns the end that may be the beginning of the next one. */
function read(client, text, now) {
  let from = 0;
  for (
    let at = text.indexOf(MARK);
    at >= 0 && at + MARK.length + TIME_LENGTH <= text.length;
    at = text.indexOf(MARK, from)
  ) {
    from = at + MARK.length + TIME_LENGTH;
    latencies.push(now - Date.parse(text.slice(at + MARK.length, from)));
    events[client] += 1;
  }
  return text.slice(Math.max(from, text.length - MARK.length - TIME_LENGTH));
}
