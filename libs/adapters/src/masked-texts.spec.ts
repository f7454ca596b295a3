import { type Adapter, type ObservedJob, Secret } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { wholeListing } from '@gateway/testing/whole-listing';

import { withMaskedTexts } from './masked-texts.js';
import { echoOfLogin, plantedLogin } from './testing/planted-login.js';

const { signal } = new AbortController();

describe.each(['basic', 'bearer'] as const)('a job whose texts contain the %s login of its source', (type) => {
  const echo = echoOfLogin(type);
  const texts: Partial<ObservedJob> = {
    description: `start ${echo}`,
    message: echo,
    state: 'failure',
    error: { code: 'x', message: echo, arguments: [{ code: 'y', message: echo }] },
    tasks: [{ native_id: 't', state: 'failure', native_state: 'failed', name: echo, message: echo }],
    results: [{ name: 'url', value: echo }],
  };
  const login = plantedLogin(type);
  const shownIn = async (adapter: Adapter): Promise<readonly unknown[]> => [
    (await wholeListing((onPage) => adapter.poll(undefined, signal, onPage))).jobs,
    (await wholeListing((onPage) => adapter.list(0, signal, onPage))).jobs,
    await adapter.get('job-1', signal),
  ];

  it('shows none of it, in no call, and everything else', async () => {
    const backend = new FakeAdapter();
    backend.add('job-1', texts);
    const shown = await shownIn(withMaskedTexts(backend, login));
    expect(JSON.stringify(shown)).not.toMatch(/pl4nted/);
    expect(JSON.stringify(shown)).not.toContain(echo.split(' ').at(-2));
    expect(JSON.stringify(shown).match(/start login gateway \[secret\]/g)).toHaveLength(3);
    expect(shown[2]).toMatchObject({ native_id: 'job-1', state: 'failure', tasks: [{ native_id: 't' }] });
  });
});

it('a password that is a short word is left in texts, where a mask would show it', async () => {
  const backend = new FakeAdapter();
  backend.add('job-1', { description: 'backup of vol1' });
  const adapter = withMaskedTexts(backend, { type: 'basic', username: 'a', password: new Secret('backup') });
  expect(await adapter.get('job-1', signal)).toMatchObject({ description: 'backup of vol1' });
});

it('a job without a secret is not copied', async () => {
  const backend = new FakeAdapter();
  backend.add('job-1', { description: 'backup of vol1', results: [{ name: 'a', value: 'b' }] });
  expect(await withMaskedTexts(backend, plantedLogin('basic')).get('job-1', signal)).toBe(backend.jobs.get('job-1'));
});
