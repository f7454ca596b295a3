import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';

/** Which callers a route is for: all callers, those who are signed in, or those with a role. */
type RouteAccess = 'public' | 'signed in' | 'role';

/** Routes that are registered without Nest: the description, its page, and the files of the web page. */
const PUBLIC_ROUTES = /^\/(openapi\.json|(docs|assets)(\/.*)?)$/;

/** A route that needs no login and checks none: its handler sees a caller without grants. */
export function Public(): MethodDecorator {
  return RouteConfig({ access: 'public' satisfies RouteAccess });
}

/** A route for every caller that is signed in, also without any role. */
export function SignedInOnly(): MethodDecorator {
  return RouteConfig({ access: 'signed in' satisfies RouteAccess });
}

/** Which callers the route of a request is for. An unknown path needs a role, so that it shows nothing of the API. */
export function routeAccessOf({ routeOptions: { config, url } }: FastifyRequest): RouteAccess {
  const { access } = (config ?? {}) as { readonly access?: RouteAccess };
  return access ?? (url !== undefined && PUBLIC_ROUTES.test(url) ? 'public' : 'role');
}
