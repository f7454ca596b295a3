/** Headers that limit what browsers do with responses. They are made once, at the start. */

import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { fastify } from 'fastify';

/** Header values by lower-case name. */
export type HeaderValues = Readonly<Record<string, string>>;

/** The headers of each response. */
export interface SecurityHeaders {
  readonly api: HeaderValues;
  /** Of the pages under `/docs`. */
  readonly docs: HeaderValues;
  /** Of the web page. */
  readonly page: HeaderValues;
}

/**
 * The styles that the page of `@nestjs/swagger` contains itself, by their hashes (CSP 3, 2.3.1): two elements, and the
 * attribute of its symbols. Its scripts are files.
 */
const PAGE_STYLES = [
  "'sha256-/jDKvbQ8cdux+c5epDIqkjHbXDaIY8RucT1PmAe8FG4='",
  "'sha256-eaPyLWVdqMc60xuz5bTp2yBRgVpQSoUggte1+40ONPU='",
  "'sha256-ezdv1bOGcoOD7FKudKN0Y2Mb763O6qVtM8LT2mtanIU='",
];
/** No page may load anything, embed a response or send a form. */
const NOTHING = { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] };
const DOCS = {
  ...NOTHING,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-hashes'", ...PAGE_STYLES],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
};
/** The page loads its own files only, and makes no markup out of text (Trusted Types). */
const PAGE = {
  ...NOTHING,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ["'none'"],
};
/** Of one year; without subdomains, which may not have TLS. */
const TRANSPORT = { maxAge: 365 * 86_400, includeSubDomains: false };

/** What matters for pages only, which have the defaults of Helmet. */
const WITHOUT_PAGES = { crossOriginOpenerPolicy: false, referrerPolicy: false };
/** What only old browsers and plug-ins read, or what the default of browsers is. */
const UNUSED = {
  ...{ originAgentCluster: false, xDnsPrefetchControl: false, xDownloadOptions: false },
  ...{ xPermittedCrossDomainPolicies: false, xXssProtection: false },
};

/** Makes the headers. Only a gateway with TLS of its own requires TLS of later visits (HSTS). */
export async function makeSecurityHeaders(isEncrypted: boolean): Promise<SecurityHeaders> {
  const common = {
    ...UNUSED,
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isEncrypted && TRANSPORT,
  } as const;
  const policy = (directives: Record<string, string[]>) => ({
    contentSecurityPolicy: { useDefaults: false, directives },
  });
  return {
    api: await headersWith({ ...common, ...WITHOUT_PAGES, ...policy(NOTHING) }),
    docs: await headersWith({ ...common, ...policy(DOCS) }),
    page: await headersWith({ ...common, ...policy(PAGE) }),
  };
}

/** Helmet makes its headers anew for each response: a server with one response gives them once. */
async function headersWith(options: FastifyHelmetOptions): Promise<HeaderValues> {
  const server = fastify();
  await server.register(helmet, options);
  server.get('/', (_request, reply) => reply.send());
  const { headers } = await server.inject('/');
  const own = new Set(['content-length', 'connection', 'date']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]])),
  );
}
