import { type Secret } from './secret.js';

/** A login at Redis; without a name it is that of the default user. A secret from a file is read afresh at each connection. */
export interface RedisLogin {
  readonly username?: string;
  readonly password: Secret;
}

/** Nodes of one Redis; `encrypted` tells whether TLS is spoken, with all of them. */
export interface RedisNodes {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly encrypted: boolean;
}

/** Where a Redis is: at one address, where its Sentinels say, or spread over a Cluster of which some nodes are named. */
export type RedisAddress =
  /** `redis[s]://[user:password@]host[:port][/db]`. */
  | { readonly url: Secret }
  /** `master` is the name the Sentinels know it under; `login` is for the Sentinels themselves. */
  | { readonly sentinel: RedisNodes & { readonly master: string; readonly login?: RedisLogin } }
  | { readonly cluster: RedisNodes };

/** How to reach a Redis, checked and with defaults filled in. */
export type RedisAccess = RedisAddress & {
  /** Absent where the address has one, or none is needed. */
  readonly login?: RedisLogin;
  /** Of encrypted connections: `ca` is PEM text that replaces the system's authorities; `insecure` accepts any certificate. */
  readonly tls?: { readonly ca?: string; readonly insecure: boolean };
};
