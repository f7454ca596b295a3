/** What paths the server answers to, so that a wrong method is told from a wrong path. */

interface KnownRoute {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/** Every route the server has, fed by its `onRoute` hook. */
export class KnownRoutes {
  readonly #routes = new Map<string, KnownRoute>();

  /** Takes in a route; `pattern` is the router's, e.g. `/api/jobs/:id`. */
  add(pattern: string, methods: string | readonly string[]): void {
    const route = this.#routes.get(pattern) ?? { segments: pattern.split('/'), methods: new Set<string>() };
    for (const method of [methods].flat()) route.methods.add(method);
    this.#routes.set(pattern, route);
  }

  /** True when a route without parameters has this path and not this method, so that none with parameters may take it. */
  refuses(method: string, path: string): boolean {
    return this.#routes.get(path)?.methods.has(method) === false;
  }

  /**
   * The methods a path answers to, sorted; none for a path that does not exist. A route without parameters has its path
   * for itself. A parameter that is left empty counts as given: the router refuses such a path, although its method is
   * right.
   */
  methodsOf(path: string): readonly string[] {
    const literal = this.#routes.get(path);
    if (literal) return [...literal.methods].sort();
    const asked = path.split('/');
    const methods = new Set<string>();
    for (const route of this.#routes.values()) {
      if (fits(asked, route.segments)) route.methods.forEach((method) => methods.add(method));
    }
    return [...methods].sort();
  }
}

function fits(asked: readonly string[], segments: readonly string[]): boolean {
  return asked.length === segments.length && segments.every((part, at) => part.startsWith(':') || part === asked[at]);
}
