import { fill } from './message';

describe('a message', () => {
  it('gets its places filled', () => {
    expect(fill('{name} on {source}', { name: 'backup', source: 'east' }, 'en')).toBe('backup on east');
  });

  it('has a plural form for a count', () => {
    const message = { one: '{count} job', other: '{count} jobs' };
    expect(fill(message, { count: 1 }, 'en')).toBe('1 job');
    expect(fill(message, { count: 1_234 }, 'en')).toBe('1,234 jobs');
    expect(fill({ other: '{count} 件' }, { count: 1 }, 'ja')).toBe('1 件');
  });

  it('leaves a place without a value, and a value is text and not a place', () => {
    expect(fill('{a} {b}', { a: '{b}' }, 'en')).toBe('{b} {b}');
  });
});
