import { ServerClock } from './server-clock';

describe("the server's clock", () => {
  const LOCAL = Date.parse('2026-01-01T00:00:00Z');
  const clock = (): ServerClock => new ServerClock(() => LOCAL);

  it('follows the dates of responses', () => {
    const server = clock();
    server.observe('Thu, 01 Jan 2026 00:05:00 GMT', LOCAL);
    expect(server.now() - LOCAL).toBe(300_500);
  });

  it('keeps to the local clock if they differ by less than the resolution of the header', () => {
    const server = clock();
    server.observe('Thu, 01 Jan 2026 00:00:00 GMT', LOCAL);
    expect(server.now()).toBe(LOCAL);
  });

  it('ignores a response without a date', () => {
    const server = clock();
    server.observe(null, LOCAL);
    server.observe('soon', LOCAL);
    expect(server.now()).toBe(LOCAL);
  });
});
