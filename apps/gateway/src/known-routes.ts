/** What paths the server answers to, so that a wrong method is told from a wrong path. */

interface KnownRoute {
  readonly segments: readonly string[];
  /** Sorted. */
  readonly methods: readonly string[];
}

/** Every route the server has, fed by its `onRoute` hook. */
export class KnownRoutes {
  readonly #routes = new Map<string, KnownRoute>();

  /** Takes in a route; `pattern` is the router's, e.g. `/api/jobs/:id`. */
  add(pattern: string, methods: string | readonly string[]): void {
    const known = this.#routes.get(pattern)?.methods ?? [];
    const all = new Set([...known, ...[methods].flat()]);
    this.#routes.set(pattern, { segments: pattern.split('/'), methods: [...all].sort() });
  }

  /** The methods of a path that is a route without parameters, sorted; `undefined` for any other path. */
  ownMethodsOf(path: string): readonly string[] | undefined {
    return path.includes(':') ? undefined : this.#routes.get(path)?.methods;
  }

  /**
   * The methods a path answers to, sorted; none for a path that does not exist. A route without parameters has its path
   * for itself. A parameter that is left empty counts as given: the router refuses such a path, although its method is
   * right.
   */
  methodsOf(path: string): readonly string[] {
    const own = this.ownMethodsOf(path);
    if (own) return own;
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
