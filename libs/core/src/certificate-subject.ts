/** A part of a subject: a type, and a value that is not empty. */
const PART = /^[A-Za-z][A-Za-z0-9.-]*\s*=\s*\S/;

/**
 * The form in which subjects of certificates can be compared: equal for texts with the same parts in any order, because
 * programs write a subject from either end. Commas in values are escaped. `undefined` for a text that is not a subject
 * (RFC 4514).
 */
export function canonicalSubject(subject: string): string | undefined {
  const parts = [...subject.matchAll(/(?:^|,)((?:[^\\,]|\\.)*)/g)].map(([, part = '']) => part.trim());
  if (!parts.every((part) => PART.test(part))) return undefined;
  return parts.map(canonicalPart).sort().join(',');
}

function canonicalPart(part: string): string {
  const equals = part.indexOf('=');
  return `${part.slice(0, equals).trim().toUpperCase()}=${part.slice(equals + 1).trim()}`;
}
