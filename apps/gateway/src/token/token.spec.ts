import { createHash } from 'node:crypto';

import { newToken, tokenLines } from './token.js';

describe('a new token', () => {
  it('has 256 random bits after a prefix, and is in no other line than its own', () => {
    const { line, token } = newToken('portal', 'operator');
    expect(token).toMatch(/^jgw_[\w-]{43}$/);
    expect(newToken('portal', 'operator').token).not.toBe(token);
    const sha256 = createHash('sha256').update(token).digest('hex');
    expect(line).toBe(`- { name: portal, sha256: "${sha256}", role: operator }`);
    expect(tokenLines({ line, token }).filter((each) => each.includes(token))).toEqual([`  ${token}`]);
  });

  it.each(['true', '12', 'my portal', '-x'])('has a quoted name where YAML needs one: %s', (name) => {
    expect(newToken(name, 'viewer').line).toContain(`name: ${JSON.stringify(name)},`);
  });
});
