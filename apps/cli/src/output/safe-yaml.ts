import { Document, Scalar, visit } from 'yaml';

import { escapeUnsafe, isUnsafe } from './neutralise.js';

/** YAML in which the characters that a terminal would obey are escaped. */
export function safeYaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_key, node) => {
      // Only a text in double quotes can have escapes.
      if (typeof node.value === 'string' && isUnsafe(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escapeUnsafe(document.toString({ lineWidth: 0 }));
}
