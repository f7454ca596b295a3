/**
 * Reads Fastify's drawing of its routes, a line each, indented by four for each branch. Returns them as
 * `METHOD /path/{name}`, without HEAD: each GET has it (RFC 9110, 9.1).
 */
export function readPrintedRoutes(drawing: string): readonly string[] {
  const branch: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    branch.splice(indent.length / 4, Infinity, part);
    const path = branch.join('').replaceAll(/:(\w+)/g, '{$1}');
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${path}`]));
  });
}
