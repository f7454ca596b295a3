const KEY_TYPES: readonly unknown[] = ['RSA', 'EC', 'OKP'];

/** What is expected in place of a text that is not a JSON Web Key Set (RFC 7517) of public keys only. */
export function keySetFault(text: string): string | undefined {
  const expected = 'a JSON Web Key Set: {"keys": […]}';
  const set = parse(text);
  if (!isObject(set) || !Array.isArray(set['keys']) || set['keys'].length === 0) return expected;
  const keys: readonly unknown[] = set['keys'];
  if (!keys.every(isObject)) return expected;
  // `k` is a symmetric key, `d` the private part of any other one (RFC 7518, section 6).
  const arePublic = keys.every((key) => KEY_TYPES.includes(key['kty']) && !('d' in key) && !('k' in key));
  return arePublic ? undefined : 'public keys only, of the types RSA, EC or OKP';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` for a text that is not JSON. Its error is dropped because it may quote the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
