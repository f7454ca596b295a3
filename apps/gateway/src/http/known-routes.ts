/** The paths and methods of the server, to distinguish a wrong method (405) from a wrong path (404). */

interface KnownRoute {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/** All routes of the server, added by its `onRoute` hook. */
export class KnownRoutes {
  readonly #routes = new Map<string, KnownRoute>();

  /** Adds a route; `pattern` is in the router's syntax, e.g. `/api/jobs/:id`. */
  add(pattern: string, methods: string | readonly string[]): void {
    const route = this.#routes.get(pattern) ?? { segments: pattern.split('/'), methods: new Set<string>() };
    for (const method of [methods].flat()) route.methods.add(method);
    this.#routes.set(pattern, route);
  }

  /** True if a route without parameters has this path but not this method; a route with parameters must not match it then. */
  rejects(method: string, path: string): boolean {
    return this.#routes.get(withoutSlash(path))?.methods.has(method) === false;
  }

  /**
   * The methods of a path, sorted; empty if the path does not exist. A route without parameters takes precedence. An empty
   * parameter counts as given: the router rejects such a path although its method is correct.
   */
  methodsOf(given: string): readonly string[] {
    const path = withoutSlash(given);
    const literal = this.#routes.get(path);
    if (literal) return [...literal.methods].sort();
    const segments = path.split('/');
    const methods = new Set<string>();
    for (const route of this.#routes.values()) {
      if (fits(segments, route.segments)) route.methods.forEach((method) => methods.add(method));
    }
    return [...methods].sort();
  }
}

/** A path without the slash at its end: the router ignores it. */
function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function fits(given: readonly string[], segments: readonly string[]): boolean {
  return given.length === segments.length && segments.every((part, at) => part.startsWith(':') || part === given[at]);
}
