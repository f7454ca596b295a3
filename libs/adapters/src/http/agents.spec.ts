import http from 'node:http';
import https from 'node:https';

import { Secret } from '@gateway/core';

import { createAgents } from './agents.js';

describe.each([
  ['http://127.0.0.1', http.Agent],
  ['https://127.0.0.1', https.Agent],
])('the agents for %s', (url, Agent) => {
  const login = { type: 'basic', username: 'u', password: new Secret('p') } as const;
  const { pooled, unpooled } = createAgents({ url, basePath: '', login, tls: { insecure: false } });

  it('close idle connections before ONTAP does after 5 s', () => {
    expect(pooled).toBeInstanceOf(Agent);
    expect(optionsOf(pooled).keepAlive).toBe(true);
    expect(optionsOf(pooled).timeout).toBeLessThanOrEqual(4_500);
  });

  it('reuse no connection for a write', () => {
    expect(unpooled).toBeInstanceOf(Agent);
    expect(optionsOf(unpooled).keepAlive).toBe(false);
  });
});

/** The options of an agent, which Node's types do not declare. */
function optionsOf(agent: http.Agent): http.AgentOptions {
  return (agent as http.Agent & { readonly options: http.AgentOptions }).options;
}
