import { BlockList, isIP, type Socket } from 'node:net';

import { type Logger, OpenCounts } from '@gateway/core';

import { addressKey, plainAddress } from '../http/client-address.js';

/** The checks, one per second, without a refusal after which the next refusal is logged again. */
const CALM_CHECKS = 60;

/** The maximum number of connections of one address. Proxies that are trusted have none: they bring many clients. */
export class AddressCap {
  readonly #max: number | undefined;
  readonly #proxies: BlockList;
  readonly #logger: Logger;
  readonly #open = new OpenCounts();
  #calmChecks = CALM_CHECKS;

  constructor(max: number | undefined, proxies: readonly string[], logger: Logger) {
    this.#max = max;
    this.#proxies = blockList(proxies);
    this.#logger = logger;
  }

  /** Counts a new connection until it is closed. Returns false if its address has too many. */
  admit(socket: Socket): boolean {
    const address = socket.remoteAddress;
    if (this.#max === undefined || address === undefined || this.#isProxy(address)) return true;
    const key = addressKey(address);
    if (this.#open.of(key) >= this.#max) {
      this.#refuse(key);
      return false;
    }
    socket.once('close', this.#open.open(key));
    return true;
  }

  /** Call it at each check. */
  check(): void {
    this.#calmChecks += 1;
  }

  #refuse(address: string): void {
    if (this.#calmChecks >= CALM_CHECKS) {
      const fields = { address, connections_per_address: this.#max };
      this.#logger.warn(fields, 'an address has too many connections, further ones are refused');
    }
    this.#calmChecks = 0;
  }

  #isProxy(address: string): boolean {
    const plain = plainAddress(address);
    return this.#proxies.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const version = isIP(address);
    list.addSubnet(address, Number(bits ?? (version === 6 ? 128 : 32)), version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
