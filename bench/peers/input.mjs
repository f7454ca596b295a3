/** What the benchmark passes to a peer: a JSON file as the first argument. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** The parsed input. */
export const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** The answers of the gateway that a peer repeats: headers and bytes by name. */
export function answers() {
  return Object.entries(input.answers).map(([name, { body, headers }]) => ({
    name,
    headers,
    bytes: Buffer.from(body),
  }));
}

/** Prints the port, which the benchmark waits for. */
export function announce(port) {
  console.log(port);
}
