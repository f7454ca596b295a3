import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { until } from '@gateway/testing/until';
import { Redis } from 'ioredis';

const SLOTS = 16_384;
/** A slot of the first master for which no test has a key. */
const SPARE_SLOT = 0;
/** After this time without a response, the other nodes consider a node failed and replace it by its copy. */
export const NODE_TIMEOUT_MS = 1_000;
/** The same where no copy can replace a node: a node that a busy machine delays must not take the Cluster down. */
const PATIENT_TIMEOUT_MS = 60_000;

interface Node {
  readonly server: RedisServer;
  readonly busPort: number;
  readonly direct: Redis;
}

/** A Redis Cluster of real servers on the loopback (7.0 or newer, or Valkey). The test that starts it must stop it. */
export class RedisCluster {
  private constructor(private readonly nodes: readonly Node[]) {}

  /** Starts masters and `copies` copies of each, and waits until all slots are served and every copy is in sync. */
  static async start(masters: number, copies: number): Promise<RedisCluster> {
    const nodeTimeoutMs = copies > 0 ? NODE_TIMEOUT_MS : PATIENT_TIMEOUT_MS;
    const nodes = Array.from({ length: masters * (1 + copies) }, () => startNode(nodeTimeoutMs));
    const cluster = new RedisCluster(await Promise.all(nodes));
    await cluster.#meet();
    await cluster.#shareSlots(masters);
    await cluster.whole();
    return cluster;
  }

  /** Addresses for clients, including those of stopped nodes. */
  get addresses(): readonly { readonly host: string; readonly port: number }[] {
    return this.nodes.map(({ server: { port } }) => ({ host: '127.0.0.1', port }));
  }

  /** The servers, masters first. */
  get servers(): readonly RedisServer[] {
    return this.nodes.map(({ server }) => server);
  }

  /** A client of every node, independent of the store. */
  get direct(): readonly Redis[] {
    return this.nodes.map(({ direct }) => direct);
  }

  /** The master of a key, according to the node with this index. */
  async masterOf(key: string, at = 0): Promise<RedisServer> {
    const node = this.#node(at).direct;
    const slot = Number(await node.cluster('KEYSLOT', key));
    const ranges = await node.cluster('SLOTS');
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
    const found = this.nodes.find(({ server }) => server.port === port);
    if (!found) throw new Error(`no node of the cluster serves ${key}`);
    return found.server;
  }

  /** Waits until every node sees all slots served and every copy is in sync. */
  async whole(): Promise<void> {
    for (const { direct } of this.nodes) {
      await until('a node of the cluster sees all slots served', async () => {
        const info = String(await direct.cluster('INFO'));
        const { length } = this.nodes;
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${length}`);
      });
      await until('a copy is in sync', async () => !(await direct.info('replication')).includes('link_status:down'));
    }
  }

  /** Makes the Cluster reject all commands, as it does while no node serves some slot, and waits for that. */
  async loseSlot(): Promise<void> {
    for (const { direct } of this.nodes) await direct.cluster('DELSLOTS', SPARE_SLOT);
    for (const { direct } of this.nodes) {
      await until('a node of the cluster rejects all commands', async () =>
        String(await direct.cluster('INFO')).includes('cluster_state:fail'),
      );
    }
  }

  /** Reverses `loseSlot`, and waits for that. */
  async regainSlot(): Promise<void> {
    await this.#node(0).direct.cluster('ADDSLOTS', SPARE_SLOT);
    await this.whole();
  }

  /**
   * Starts to move the slot of a key to another master, and does not finish. A command on several keys of the slot,
   * some of which exist and some not, gets the error TRYAGAIN.
   */
  async beginMove(key: string): Promise<void> {
    const master = await this.masterOf(key);
    const from = this.nodes.find(({ server }) => server === master);
    const to = this.nodes.find(({ server }) => server !== master);
    if (!from || !to) throw new Error('the cluster has one node only');
    const slot = await from.direct.cluster('KEYSLOT', key);
    await from.direct.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(await to.direct.cluster('MYID')));
  }

  /** Ends all servers. */
  async stop(): Promise<void> {
    for (const { direct } of this.nodes) direct.disconnect();
    await Promise.all(this.nodes.map(({ server }) => server.kill()));
  }

  async #meet(): Promise<void> {
    const [first, ...others] = this.nodes;
    for (const { busPort, server } of others) {
      await first?.direct.call('CLUSTER', 'MEET', '127.0.0.1', server.port, busPort);
    }
    for (const { direct } of this.nodes) {
      await until('the nodes of the cluster know each other', async () => {
        const known = String(await direct.cluster('NODES')).trim();
        return known.split('\n').length === this.nodes.length && !known.includes('handshake');
      });
    }
  }

  async #shareSlots(masters: number): Promise<void> {
    const from = (at: number): number => Math.floor((at * SLOTS) / masters);
    for (const [at, { direct }] of this.nodes.entries()) {
      if (at < masters) await direct.call('CLUSTER', 'ADDSLOTSRANGE', from(at), from(at + 1) - 1);
      else await direct.cluster('REPLICATE', String(await this.#node(at % masters).direct.cluster('MYID')));
    }
  }

  #node(at: number): Node {
    const found = this.nodes[at];
    if (!found) throw new RangeError(`the cluster has no node ${at}`);
    return found;
  }
}

async function startNode(nodeTimeoutMs: number): Promise<Node> {
  const busPort = await freePort();
  const server = await startRedisServer({
    'cluster-enabled': 'yes',
    // The default is the client port plus 10,000, which is not a valid port if the client port is high.
    'cluster-port': String(busPort),
    'cluster-announce-ip': '127.0.0.1',
    'cluster-node-timeout': String(nodeTimeoutMs),
    'repl-diskless-sync-delay': '0',
  });
  const direct = new Redis(server.port, { disconnectTimeout: 100 });
  direct.on('error', () => undefined); // Tests stop servers.
  return { server, busPort, direct };
}
