import { type Secret } from './secret.js';

/** A login for Redis; the default user if `username` is absent. Each connection uses the current text of the secret. */
export interface RedisLogin {
  readonly username?: string;
  readonly password: Secret;
}

/** Nodes of one Redis; `encrypted` is true if all of them use TLS. */
export interface RedisNodes {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly encrypted: boolean;
}

/** The address of Redis: a URL, Sentinels that know the master, or some nodes of a Cluster. */
export type RedisAddress =
  /** `redis[s]://[user:password@]host[:port][/db]`. */
  | { readonly url: Secret }
  /** `master` is the name of the master in the Sentinels' configuration; `login` is for the Sentinels themselves. */
  | { readonly sentinel: RedisNodes & { readonly master: string; readonly login?: RedisLogin } }
  | { readonly cluster: RedisNodes };

/** How to connect to Redis, validated and with all defaults. */
export type RedisAccess = RedisAddress & {
  /** Absent if the URL contains the login, or none is needed. */
  readonly login?: RedisLogin;
  /**
   * For encrypted connections: `ca` is PEM text that replaces the system's authorities, and a certificate in it is
   * accepted itself, whatever its name; `insecure` accepts any certificate.
   */
  readonly tls?: { readonly ca?: string; readonly insecure: boolean };
};
