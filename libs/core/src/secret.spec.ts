import { format, inspect } from 'node:util';

import { Secret } from './secret.js';

describe('a secret', () => {
  const secret = new Secret('planted-password');

  it('is returned only by `reveal`', () => {
    expect(secret.reveal()).toBe('planted-password');
  });

  it.each([
    ['a template', `${secret.toString()}`],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['format', format('%s %j %o', secret, { secret }, secret)],
    ['a copy', JSON.stringify({ ...secret })],
    ['an error', inspect(new Error('failed', { cause: secret }))],
  ])('does not show in %s', (_where, text) => {
    expect(text).not.toContain('planted-password');
  });

  it('that can change is the current text', () => {
    let text = 'old';
    const changing = new Secret(() => text);
    text = 'new';
    expect(changing.reveal()).toBe('new');
  });
});
