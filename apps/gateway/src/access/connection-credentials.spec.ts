import { createHash } from 'node:crypto';
import { Socket } from 'node:net';

import { ConnectionCredentials } from './connection-credentials.js';
import { SignInError } from './sign-in-error.js';

const request = (socket: Socket, authorization: string, rawHeaders = ['Authorization', authorization]) => ({
  ...{ headers: { authorization }, rawHeaders, socket },
});

describe('the credentials of a connection', () => {
  const socket = new Socket();
  const credentials = new ConnectionCredentials();

  it('are hashed once for each connection', () => {
    const first = credentials.of(request(socket, 'Bearer one'));
    const sha256 = createHash('sha256').update('one').digest('hex');
    expect(first).toEqual({ by: 'bearer', secret: 'one', sha256 });
    expect(credentials.of(request(socket, 'Bearer one'))).toBe(first);
    expect(credentials.of(request(new Socket(), 'Bearer one'))).not.toBe(first);
  });

  it('follow the header of each request', () => {
    const secrets = ['one', 'two', 'one'].map((token) => credentials.of(request(socket, `Bearer ${token}`))?.secret);
    expect(secrets).toEqual(['one', 'two', 'one']);
    expect(credentials.of({ ...request(socket, ''), headers: {} })).toBeUndefined();
  });

  it('are refused with a second header, also after they were accepted', () => {
    credentials.of(request(socket, 'Bearer one'));
    const two = ['Authorization', 'Bearer one', 'AUTHORIZATION', 'Bearer two'];
    expect(() => credentials.of(request(socket, 'Bearer one', two))).toThrow(SignInError);
  });

  it.each([
    ['many headers', ['a', 'b', 'c', 'd', 'e']],
    ['a long header', ['x'.repeat(3_000)]],
  ])('are not kept for ever: %s', (_, tokens) => {
    const [first] = tokens.map((token) => credentials.of(request(socket, `Bearer ${token}`)));
    const again = credentials.of(request(socket, `Bearer ${tokens[0]}`));
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});
