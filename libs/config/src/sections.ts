/**
 * The configuration file as people write it: a class per section, a rule per option. What depends on several options is
 * checked in check-sections.ts.
 */
import { SOURCE_KINDS, SOURCE_NAME_PATTERN, type SourceKind } from '@gateway/core';
import { Optional, OptionalSection, optionNames, Required, RequiredSection, SectionList } from './option.js';
import {
  basePath,
  choice,
  duration,
  flag,
  host,
  labels,
  line,
  origin,
  redisNodes,
  redisUrl,
  text,
  whole,
} from './rules.js';

const SHOWN = { shown: true };

/** Where the gateway listens. */
export class ServerSection {
  @Optional(host) host?: string | null;
  @Optional(whole(0, 65_535), SHOWN) port?: number | string | null;
}

/** A login at Redis or at its Sentinels; without a name it is that of the default user. */
export class RedisLoginSection {
  @Optional(line) username?: string | null;
  @Optional(line) password?: string | null;
  @Optional(line) password_file?: string | null;
}

/** Sentinels, and the name they know the master under. */
export class SentinelSection {
  @Required(text(/^[\w.-]{1,63}$/, 'a name of letters, digits, ., _ and -'), SHOWN) master: string;
  @Required(redisNodes) nodes: string[];
  @OptionalSection(() => RedisLoginSection) auth?: RedisLoginSection | null;
}

/** Some nodes of a Redis Cluster, by which the others are found. */
export class ClusterSection {
  @Required(redisNodes) nodes: string[];
}

/** Whom to trust. */
export class TlsSection {
  @Optional(line) ca_file?: string | null;
  @Optional(flag, SHOWN) insecure?: boolean | string | null;
}

/** Where jobs are kept. */
export class StoreSection {
  @Required(choice(['embedded', 'redis']), SHOWN) kind: 'embedded' | 'redis';
  @Optional(line) path?: string | null;
  @Optional(redisUrl) url?: string | null;
  @OptionalSection(() => SentinelSection) sentinel?: SentinelSection | null;
  @OptionalSection(() => ClusterSection) cluster?: ClusterSection | null;
  @OptionalSection(() => RedisLoginSection) auth?: RedisLoginSection | null;
  @OptionalSection(() => TlsSection) tls?: TlsSection | null;
  @Optional(text(/^[A-Za-z0-9_-]{1,63}$/, 'a name of letters, digits, _ and -'), SHOWN) namespace?: string | null;
}

/** How long and how many jobs are kept. */
export class RetentionSection {
  @Optional(duration('1s', '3650d'), SHOWN) terminal?: string | null;
  @Optional(whole(1, 1_000_000_000), SHOWN) max_jobs?: number | string | null;
}

/** A login with name and password. */
export class BasicSection {
  /** Without a colon: it would end the name (RFC 7617, 2). */
  @Required(text(/^[^\p{Cc}:]+$/u, 'one line of text without a colon')) username: string;
  @Optional(line) password?: string | null;
  @Optional(line) password_file?: string | null;
}

/** A login with a token. */
export class BearerSection {
  @Optional(line) token?: string | null;
  @Optional(line) token_file?: string | null;
}

/** A login with a client certificate. */
export class CertificateSection {
  @Required(line) cert_file: string;
  @Required(line) key_file: string;
}

/** How to sign in: exactly one of these. */
export class AuthSection {
  @OptionalSection(() => BasicSection) basic?: BasicSection | null;
  @OptionalSection(() => BearerSection) bearer?: BearerSection | null;
  @OptionalSection(() => CertificateSection) certificate?: CertificateSection | null;
}

/** How often to ask, how long to wait for all of an answer, and how long the backend knows a job that has ended. */
export class PollSection {
  @Optional(duration('1s', '1d'), SHOWN) interval?: string | null;
  @Optional(duration('100ms', '5m'), SHOWN) timeout?: string | null;
  @Optional(duration('10s', '3650d'), SHOWN) memory?: string | null;
}

/** One backend. */
export class SourceSection {
  @Required(text(SOURCE_NAME_PATTERN, 'a name of lower-case letters, digits and -, at most 63'), SHOWN) name: string;
  @Required(choice(SOURCE_KINDS), SHOWN) kind: SourceKind;
  @Required(origin) url: string;
  @Optional(basePath) base_path?: string | null;
  @RequiredSection(() => AuthSection) auth: AuthSection;
  @OptionalSection(() => TlsSection) tls?: TlsSection | null;
  @OptionalSection(() => PollSection) poll?: PollSection | null;
  @Optional(labels) labels?: Record<string, string> | null;
}

/** The whole file. */
export class FileSection {
  @OptionalSection(() => ServerSection) server?: ServerSection | null;
  @RequiredSection(() => StoreSection) store: StoreSection;
  @OptionalSection(() => RetentionSection) retention?: RetentionSection | null;
  @SectionList(() => SourceSection) sources?: SourceSection[] | null;
}

/** Every name an option has anywhere in the file. */
export const OPTION_NAMES: ReadonlySet<string> = new Set(
  [
    FileSection,
    ServerSection,
    StoreSection,
    SentinelSection,
    ClusterSection,
    RedisLoginSection,
    RetentionSection,
    SourceSection,
    AuthSection,
    BasicSection,
    BearerSection,
    CertificateSection,
    TlsSection,
    PollSection,
  ].flatMap(optionNames),
);
