import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A response; `body` is parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

let lastAddress = 0;

/** An address of this machine that no other test uses. */
export function newAddress(): string {
  lastAddress += 1;
  return `127.0.${Math.floor(lastAddress / 250) + 1}.${(lastAddress % 250) + 1}`;
}

/** Sends a request from an address of this machine. @default an address of its own, so that no failures add up */
export async function ask(
  url: string,
  authorization?: string | readonly string[],
  { from = newAddress(), method = 'GET' }: { readonly from?: string; readonly method?: string } = {},
): Promise<Answer> {
  const values = [authorization ?? []].flat();
  const headers = values.flatMap((value) => ['authorization', value]);
  const { host } = new URL(url);
  const sent = request(url, { agent: false, localAddress: from, method, headers: ['host', host, ...headers] }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const content = await text(response);
  const isJson = response.headers['content-type']?.includes('json') === true;
  return { status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(content) : content };
}
