import { isObject, parseJson } from '@gateway/core';

const KEY_TYPES: readonly unknown[] = ['RSA', 'EC', 'OKP'];

/** What is expected in place of a text that is not a JSON Web Key Set (RFC 7517) of public keys only. */
export function keySetFault(text: string): string | undefined {
  const expected = 'a JSON Web Key Set: {"keys": […]}';
  const set = parseJson(text);
  if (!isObject(set) || !Array.isArray(set['keys']) || set['keys'].length === 0) return expected;
  const keys: readonly unknown[] = set['keys'];
  if (!keys.every(isObject)) return expected;
  // `k` is a symmetric key, `d` the private part of any other one (RFC 7518, section 6).
  const arePublic = keys.every((key) => KEY_TYPES.includes(key['kty']) && !('d' in key) && !('k' in key));
  return arePublic ? undefined : 'public keys only, of the types RSA, EC or OKP';
}
