import { Agent, get } from 'node:http';

/** Opens a watch and calls `onEvent` with the type, the job and the time of arrival of each event. `close` ends it. */
export async function openWatch(url, onEvent) {
  const agent = new Agent();
  const response = await new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
  if (response.statusCode !== 200) throw new Error(`${url}: status ${response.statusCode}`);
  let text = '';
  response.setEncoding('utf8').on('data', (piece) => {
    const time = Date.now();
    const events = (text + piece).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const type = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) onEvent(type, JSON.parse(data), time);
    }
  });
  return { close: () => response.destroy() };
}
