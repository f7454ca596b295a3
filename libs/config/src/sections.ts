/**
 * The configuration file as written: a class for each section, a rule for each option. Rules over several options
 * are in check-sections.ts.
 */
import { type Role, ROLES, SOURCE_KINDS, SOURCE_NAME_PATTERN, type SourceKind } from '@gateway/core';

import { anonymousGrant, instant, providerUrl, scopes, sourceFilter, tokenName } from './access-rules.js';
import {
  Optional,
  OptionalSection,
  type OptionContext,
  optionNames,
  Required,
  RequiredSection,
  SectionList,
} from './option.js';
import {
  addressRanges,
  basePath,
  choice,
  duration,
  filePatterns,
  fingerprint,
  flag,
  host,
  labels,
  line,
  origin,
  proxyOrigin,
  redisNodes,
  redisUrl,
  size,
  text,
  webOrigins,
  whole,
  wrongLabel,
  wrongNode,
  wrongOrigin,
  wrongPattern,
  wrongRange,
} from './rules.js';
import { secret, token } from './secret-rules.js';

const SHOWN: OptionContext = { shown: 'always' };
const ADDRESS: OptionContext = { shown: 'address' };
const ADDRESSES: OptionContext = { ...ADDRESS, wrongPart: wrongNode };

const MANY = whole(1, 1_000_000);
const FINISHED_JOB_TTL = duration('10s', '3650d');

/** The certificate of the gateway's own port, and the authorities of its clients' certificates. */
export class ServerTlsSection {
  @Required(line, SHOWN) cert_file: string;
  @Required(line) key_file: string;
  @Optional(line, SHOWN) client_ca_file?: string | null;
}

/** Where the gateway listens, and whom it trusts there. */
export class ServerSection {
  @Optional(host, SHOWN) host?: string | null;
  @Optional(whole(0, 65_535), SHOWN) port?: number | string | null;
  @OptionalSection(() => ServerTlsSection, SHOWN) tls?: ServerTlsSection | null;
  @Optional(webOrigins, { ...ADDRESS, wrongPart: wrongOrigin }) allowed_origins?: string[] | null;
  @Optional(addressRanges, { ...SHOWN, wrongPart: wrongRange }) trusted_proxies?: string[] | null;
}

/** What clients may take up: of one request, of one caller, and all together. */
export class LimitsSection {
  @Optional(size('1kB', '1MB'), SHOWN) body?: string | null;
  @Optional(size('1kB', '64kB'), SHOWN) url?: string | null;
  @Optional(size('4kB', '256kB'), SHOWN) headers?: string | null;
  @Optional(duration('1s', '5m'), SHOWN) request_timeout?: string | null;
  @Optional(MANY, SHOWN) connections?: number | string | null;
  @Optional(MANY, SHOWN) connections_per_address?: number | string | null;
  @Optional(MANY, SHOWN) watches?: number | string | null;
  @Optional(MANY, SHOWN) watches_per_caller?: number | string | null;
  @Optional(MANY, SHOWN) requests_per_second?: number | string | null;
  @Optional(MANY, SHOWN) request_burst?: number | string | null;
}

/** How the gateway stops. */
export class ShutdownSection {
  @Optional(duration('0s', '5m'), SHOWN) delay?: string | null;
}

/** A login to Redis or its Sentinels; without a username that of Redis's default user. */
export class RedisLoginSection {
  @Optional(line) username?: string | null;
  @Optional(secret) password?: string | null;
  @Optional(line) password_file?: string | null;
}

/** Sentinels, and their name for the master. */
export class SentinelSection {
  @Required(text(/^[\w.-]{1,63}$/, 'a name of letters, digits, ., _ and -'), SHOWN) master: string;
  @Required(redisNodes, ADDRESSES) nodes: string[];
  @OptionalSection(() => RedisLoginSection) auth?: RedisLoginSection | null;
}

/** Nodes of a Redis Cluster from which the other nodes are discovered. */
export class ClusterSection {
  @Required(redisNodes, ADDRESSES) nodes: string[];
}

/** Which certificates of Redis to accept. */
export class TlsSection {
  @Optional(line, SHOWN) ca_file?: string | null;
  @Optional(flag, SHOWN) insecure?: boolean | string | null;
}

/** Where jobs are stored. */
export class StoreSection {
  @Required(choice(['embedded', 'redis']), SHOWN) kind: 'embedded' | 'redis';
  @Optional(line, SHOWN) path?: string | null;
  @Optional(redisUrl) url?: string | null;
  @OptionalSection(() => SentinelSection) sentinel?: SentinelSection | null;
  @OptionalSection(() => ClusterSection) cluster?: ClusterSection | null;
  @OptionalSection(() => RedisLoginSection) auth?: RedisLoginSection | null;
  @OptionalSection(() => TlsSection, SHOWN) tls?: TlsSection | null;
  @Optional(text(/^[A-Za-z0-9_-]{1,63}$/, 'a name of letters, digits, _ and -'), SHOWN) namespace?: string | null;
}

/** How often actions are sent. */
export class ActionsSection {
  @Optional(whole(1, 1_000), SHOWN) rate?: number | string | null;
}

/** Where the records of actions are copied to. */
export class AuditSection {
  @Required(line, SHOWN) file: string;
}

/** How long finished jobs and the records of actions are kept, and how many jobs at most. */
export class RetentionSection {
  @Optional(duration('1s', '3650d'), SHOWN) terminal?: string | null;
  @Optional(whole(1, 1_000_000_000), SHOWN) max_jobs?: number | string | null;
  @Optional(duration('1d', '3650d'), SHOWN) actions?: string | null;
}

/** A login with username and password. */
export class BasicSection {
  /** Has no colon, which ends the username in a Basic header (RFC 7617, section 2). */
  @Required(text(/^[^\p{Cc}:]+$/u, 'one line of text without a colon')) username: string;
  @Optional(secret) password?: string | null;
  @Optional(line) password_file?: string | null;
}

/** A login with a token. */
export class BearerSection {
  @Optional(token) token?: string | null;
  @Optional(line) token_file?: string | null;
}

/** A login with a client certificate. */
export class CertificateSection {
  @Required(line) cert_file: string;
  @Required(line) key_file: string;
}

/** How to sign in: exactly one of these logins. */
export class AuthSection {
  @OptionalSection(() => BasicSection) basic?: BasicSection | null;
  @OptionalSection(() => BearerSection) bearer?: BearerSection | null;
  @OptionalSection(() => CertificateSection) certificate?: CertificateSection | null;
}

/** Which certificates of a backend to accept. */
export class SourceTlsSection {
  @Optional(line, SHOWN) ca_file?: string | null;
  @Optional(host, SHOWN) server_name?: string | null;
  @Optional(fingerprint, SHOWN) fingerprint_sha256?: string | null;
  @Optional(flag, SHOWN) insecure?: boolean | string | null;
}

/** How to sign in to a proxy. */
export class ProxyAuthSection {
  @RequiredSection(() => BasicSection) basic: BasicSection;
}

/** The HTTP proxy of a source. */
export class ProxySection {
  @Required(proxyOrigin, ADDRESS) url: string;
  @OptionalSection(() => ProxyAuthSection) auth?: ProxyAuthSection | null;
}

/** How often to poll, how long a poll waits for a page, and how long the backend keeps a finished job. */
export class CurrentPollSection {
  @Optional(duration('1s', '1d'), SHOWN) interval?: string | null;
  @Optional(duration('100ms', '5m'), SHOWN) timeout?: string | null;
  @Optional(FINISHED_JOB_TTL, SHOWN) finished_job_ttl?: string | null;
}

/** The options of polls, with a former name. */
export class PollSection extends CurrentPollSection {
  /** The former name of `finished_job_ttl`. */
  @Optional(FINISHED_JOB_TTL, { ...SHOWN, replacedBy: 'finished_job_ttl' }) memory?: string | null;
}

/** The options of a source that can have a default. */
export class SourceDefaultsSection {
  @OptionalSection(() => AuthSection) auth?: AuthSection | null;
  @OptionalSection(() => SourceTlsSection, SHOWN) tls?: SourceTlsSection | null;
  @OptionalSection(() => ProxySection) proxy?: ProxySection | null;
  @OptionalSection(() => PollSection, SHOWN) poll?: PollSection | null;
  @Optional(labels, { ...SHOWN, wrongPart: wrongLabel }) labels?: Record<string, string> | null;
}

/** Which clusters of a Unified Manager are sources too, and their options. */
export class DiscoverSection {
  @Required(flag, SHOWN) clusters: boolean | string;
  @Optional(duration('10s', '1d'), SHOWN) interval?: string | null;
  @Optional(line, SHOWN) match?: string | null;
  @OptionalSection(() => CurrentPollSection, SHOWN) poll?: CurrentPollSection | null;
  @Optional(labels, { ...SHOWN, wrongPart: wrongLabel }) labels?: Record<string, string> | null;
}

/** One backend. */
export class SourceSection extends SourceDefaultsSection {
  @Required(text(SOURCE_NAME_PATTERN, 'a name of lower-case letters, digits and -, at most 63'), SHOWN) name: string;
  @Required(choice(SOURCE_KINDS), SHOWN) kind: SourceKind;
  @Required(origin, ADDRESS) url: string;
  @Optional(basePath, SHOWN) base_path?: string | null;
  @OptionalSection(() => DiscoverSection, SHOWN) discover?: DiscoverSection | null;
}

/** Defaults for all sources and, under the name of a kind, for all sources of that kind. */
export class DefaultsSection extends SourceDefaultsSection {}
for (const kind of SOURCE_KINDS) OptionalSection(() => SourceDefaultsSection, SHOWN)(DefaultsSection.prototype, kind);

/** A `DefaultsSection` with the sections of the kinds. */
export type Defaults = DefaultsSection & { readonly [Kind in SourceKind]?: SourceDefaultsSection | null };

/** A role for the sources that a filter selects, or for all. */
export class GrantSection {
  @Required(choice(ROLES), SHOWN) role: Role;
  @Optional(sourceFilter, SHOWN) sources?: string | null;
}

/** A token, which the gateway knows by its SHA-256. */
export class AccessTokenSection extends GrantSection {
  @Required(tokenName, SHOWN) name: string;
  @Required(text(/^[\da-f]{64}$/i, 'the SHA-256 of a token, 64 hex digits; npm start -- token NAME prints both'))
  sha256: string;
  @Optional(instant, SHOWN) expires?: string | null;
}

/** The role that a claim of a JSON Web Token gives. */
export class ClaimSection extends GrantSection {
  @Required(line, SHOWN) claim: string;
}

/** Which JSON Web Tokens are accepted. */
export class JwtSection {
  @Required(line, SHOWN) issuer: string;
  @Required(line, SHOWN) audience: string;
  @Optional(line, SHOWN) jwks_file?: string | null;
  @Optional(providerUrl, ADDRESS) jwks_url?: string | null;
  @Optional(line, SHOWN) name_claim?: string | null;
  @Required(line, SHOWN) roles_claim: string;
  @SectionList(() => ClaimSection, SHOWN) roles?: ClaimSection[] | null;
  @Optional(line, SHOWN) client_id?: string | null;
  @Optional(line) client_secret_file?: string | null;
  @Optional(scopes, SHOWN) scope?: string | null;
}

/** A certificate of a client. */
export class ClientCertificateSection extends GrantSection {
  @Required(line, SHOWN) subject: string;
}

/** Sessions of browsers. */
export class SessionSection {
  @Optional(line) key_file?: string | null;
}

/** Who may use the gateway. */
export class AccessSection {
  /** A `GrantSection`, or its role. */
  @Optional(anonymousGrant, SHOWN) anonymous?: GrantSection | Role | null;
  @SectionList(() => AccessTokenSection) tokens?: AccessTokenSection[] | null;
  @OptionalSection(() => JwtSection, SHOWN) jwt?: JwtSection | null;
  @SectionList(() => ClientCertificateSection, SHOWN) certificates?: ClientCertificateSection[] | null;
  @OptionalSection(() => SessionSection) session?: SessionSection | null;
}

/** The whole file. */
export class FileSection {
  @OptionalSection(() => ServerSection, SHOWN) server?: ServerSection | null;
  @OptionalSection(() => AccessSection) access?: AccessSection | null;
  @RequiredSection(() => StoreSection) store: StoreSection;
  @OptionalSection(() => LimitsSection, SHOWN) limits?: LimitsSection | null;
  @OptionalSection(() => ShutdownSection, SHOWN) shutdown?: ShutdownSection | null;
  @OptionalSection(() => RetentionSection, SHOWN) retention?: RetentionSection | null;
  @OptionalSection(() => ActionsSection, SHOWN) actions?: ActionsSection | null;
  @OptionalSection(() => AuditSection, SHOWN) audit?: AuditSection | null;
  @OptionalSection(() => DefaultsSection, SHOWN) defaults?: Defaults | null;
  @SectionList(() => SourceSection, SHOWN) sources?: SourceSection[] | null;
  @Optional(filePatterns, { ...SHOWN, wrongPart: wrongPattern }) sources_files?: string[] | null;
}

/** The list in a file of `sources_files`. */
export class SourceListSection {
  @SectionList(() => SourceSection, SHOWN) sources: SourceSection[];
}

/** The names of all options, without deprecated ones. */
export const OPTION_NAMES: ReadonlySet<string> = new Set(
  [
    FileSection,
    ServerSection,
    AccessSection,
    AccessTokenSection,
    JwtSection,
    ClaimSection,
    ClientCertificateSection,
    SessionSection,
    ServerTlsSection,
    LimitsSection,
    ShutdownSection,
    StoreSection,
    SentinelSection,
    ClusterSection,
    RedisLoginSection,
    RetentionSection,
    ActionsSection,
    AuditSection,
    DefaultsSection,
    SourceSection,
    DiscoverSection,
    AuthSection,
    BasicSection,
    BearerSection,
    CertificateSection,
    TlsSection,
    SourceTlsSection,
    ProxyAuthSection,
    ProxySection,
    CurrentPollSection,
  ].flatMap(optionNames),
);
