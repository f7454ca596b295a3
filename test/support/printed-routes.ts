/**
 * Parses the tree of routes that Fastify prints, with one node per line and an indent of four per level. Returns each
 * route as `METHOD /path/{name}`. HEAD is left out, because every GET route has it (RFC 9110, 9.1).
 */
export function readPrintedRoutes(tree: string): readonly string[] {
  const branch: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    branch.splice(indent.length / 4, Infinity, part);
    const path = branch.join('').replaceAll(/:(\w+)/g, '{$1}');
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${path}`]));
  });
}
