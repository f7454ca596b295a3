import { type SimulatedBackend, type Simulator } from '../simulator.js';
import { callBackend, type Reply, type Sending, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const UNKNOWN = 'b5145e1d-b53b-11e8-8252-005056bbd8f5';
const RUNNING = [{ state: 'running', forMs: 60_000 }, { state: 'success' }];

/** A Unified Manager with one cluster. */
async function oneCluster(jobs = 0): Promise<Site> {
  return siteOf(await start({ clock: timeAtNoon(), managed: 1, jobs }));
}

interface Site {
  readonly simulator: Simulator;
  readonly um: SimulatedBackend;
  readonly cluster: SimulatedBackend;
  readonly base: string;
}

function siteOf(simulator: Simulator): Site {
  const cluster = simulator.backend('um1-cluster1');
  return { simulator, um: simulator.backend('um1'), cluster, base: `/api/gateways/${cluster.cluster.uuid}` };
}

function idsOf({ body }: Reply): readonly string[] {
  return body.records.map(({ uuid }: { uuid: string }) => uuid) as string[];
}

/** The links of an answer, as they stand in its text. */
function linksIn({ text }: Reply): readonly string[] {
  return [...text.matchAll(/"href":\s*"([^"]*)"/g)].map(([, href = '']) => href);
}

describe('a request that Unified Manager passes on', () => {
  it('returns the answer of the cluster, with links of the gateway', async () => {
    const { um, cluster, base } = await oneCluster(6);
    const query = '?fields=*&max_records=4';
    const direct = await callBackend(cluster, `/api/cluster/jobs${query}`);
    const passed = await callBackend(um, `${base}/cluster/jobs${query}`);
    expect(linksIn(direct).length).toBeGreaterThan(5);
    expect(linksIn(passed)).toEqual(linksIn(direct).map((href) => href.replace(/^\/api\//, `${base}/`)));
    expect(passed.text.replaceAll(`${base}/`, '/api/')).toBe(direct.text);
    expect(passed.headers).toMatchObject({ server: 'libzapid-httpd', 'content-type': 'application/hal+json' });
    expect((await callBackend(um, `${base}/cluster`)).body).toMatchObject({
      name: 'um1-cluster1',
      _links: { self: { href: `${base}/cluster` } },
    });
  });

  it.each(['body', 'header'])('leads to the end of a list by the links in the %s', async (place) => {
    const { um, cluster, base } = await oneCluster(25);
    const seen: string[] = [];
    let pages = 0;
    for (let path: string | undefined = `${base}/cluster/jobs?max_records=10`; path !== undefined; pages += 1) {
      const page = await callBackend(um, path);
      seen.push(...idsOf(page));
      const inHeader = /^<(.+)>; rel="next"$/.exec(String(page.headers['link']))?.[1];
      path = place === 'header' ? inHeader : (page.body._links.next?.href as string | undefined);
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(
      cluster
        .truth()
        .map(({ nativeId }) => nativeId)
        .sort(),
    );
    expect(cluster.requests.counts.list).toBe(3);
    expect(cluster.requests.recent[0]).toMatchObject({ path: '/api/cluster/jobs', query: 'max_records=10' });
  });

  it('acts on a job, and both backends count it', async () => {
    const { um, cluster, base } = await oneCluster();
    const uuid = cluster.addJob({ steps: RUNNING, cancellable: true });
    const { status } = await callBackend(um, `${base}/cluster/jobs/${uuid}?action=cancel`, { method: 'PATCH' });
    expect(status).toBe(200);
    expect(cluster.truth()[0]?.actions).toMatchObject([{ action: 'cancel', status: 200 }]);
    expect((await callBackend(um, `${base}/cluster/jobs/${uuid}`)).body).toMatchObject({ uuid, state: 'running' });
    expect(cluster.requests.counts).toMatchObject({ get: 1, act: 1, gateway: 0 });
    expect(um.requests.counts).toMatchObject({ gateway: 2, get: 0, act: 0, other: 0 });
  });

  it.each([
    ['HEAD', 200],
    ['OPTIONS', 405],
    ['POST', 405],
    ['DELETE', 405],
  ])('has the status of the cluster for %s', async (method, status) => {
    const { um, cluster, base } = await oneCluster();
    expect((await callBackend(um, `${base}/cluster/jobs`, { method })).status).toBe(status);
    expect(cluster.requests.recent).toMatchObject([{ method, authorised: true }]);
  });

  it('has the errors of the cluster', async () => {
    const { um, base } = await oneCluster();
    const { status, body, headers } = await callBackend(um, `${base}/cluster/jobs/${UNKNOWN}`);
    expect([status, body.error.code, body.error.target]).toEqual([404, '4', 'uuid']);
    expect(headers['server']).toBe('libzapid-httpd');
    expect((await callBackend(um, `${base}/cluster/jobs?surprise=1`)).body.error.code).toBe('262179');
  });

  it('is confined to one SVM by its headers', async () => {
    const { um, cluster, base } = await oneCluster();
    const mine = cluster.addJob({ wire: { svm: { name: 'svm9', uuid: UNKNOWN } } });
    cluster.addJob({ wire: { svm: { name: 'svm1' } } });
    for (const headers of [{ 'X-Dot-SVM-Name': 'svm9' }, { 'X-Dot-SVM-UUID': UNKNOWN }]) {
      expect(idsOf(await callBackend(um, `${base}/cluster/jobs`, { headers }))).toEqual([mine]);
    }
  });

  it('changes links only, also in a formatted answer', async () => {
    const { um, cluster, base } = await oneCluster();
    const message = 'see "href":"/api/cluster" and </api/cluster>';
    const elsewhere = { self: { href: 'https://10.0.0.1/api/cluster' } };
    const uuid = cluster.addJob({ steps: [{ state: 'running', message }], wire: { svm: { _links: elsewhere } } });
    const reply = await callBackend(um, `${base}/cluster/jobs/${uuid}?pretty=true&fields=message,svm`);
    expect(reply.text).toContain('\n');
    expect(reply.body).toEqual({
      uuid,
      message,
      svm: { _links: elsewhere },
      _links: { self: { href: `${base}/cluster/jobs/${uuid}` } },
    });
  });

  it('keeps the base path of the request', async () => {
    const { um, base } = await oneCluster(3);
    const second = base.replace('/api/', '/api/v2/');
    const page = await callBackend(um, `${second}/cluster/jobs?max_records=2`);
    expect(linksIn(page)).toEqual(linksIn(page).filter((href) => href.startsWith(`${second}/cluster/jobs`)));
    const rest = await callBackend(um, page.body._links.next.href as string);
    expect([...idsOf(page), ...idsOf(rest)]).toHaveLength(3);
  });

  it('shows the fault of the cluster', async () => {
    const { um, cluster, base } = await oneCluster(3);
    await cluster.setFault({ kind: 'throttle', retryAfter: 9, times: 1 });
    const throttled = await callBackend(um, `${base}/cluster/jobs`);
    expect([throttled.status, throttled.headers['retry-after'], throttled.body.error.code]).toEqual([429, '9', '7']);
    await cluster.setFault({ kind: 'next-repeats', times: 1 });
    const repeats = await callBackend(um, `${base}/cluster/jobs?max_records=2`);
    expect(repeats.body._links.next.href).toBe(`${base}/cluster/jobs?max_records=2`);
    await cluster.setFault({ kind: 'endless-list', times: 1 });
    const endless = await callBackend(um, `${base}/cluster/jobs`);
    expect(endless.body._links.next.href).toBe(`${base}/cluster/jobs?start.index=1000`);
    await cluster.setFault({ kind: 'reset', times: 1 });
    await expect(callBackend(um, `${base}/cluster/jobs`)).rejects.toThrow('ECONNRESET');
  });

  it('may be lost by a fault of Unified Manager after the cluster has processed it', async () => {
    const { um, cluster, base } = await oneCluster();
    const uuid = cluster.addJob({ steps: RUNNING, cancellable: true });
    await um.setFault({ kind: 'reset', calls: ['gateway'], carriedOut: true, times: 1 });
    expect((await callBackend(um, '/api/gateways')).status).toBe(200);
    const path = `${base}/cluster/jobs/${uuid}?action=cancel`;
    await expect(callBackend(um, path, { method: 'PATCH' })).rejects.toThrow('ECONNRESET');
    expect(cluster.truth()[0]?.actions).toMatchObject([{ action: 'cancel', status: 200 }]);
    expect(cluster.requests.counts.act).toBe(1);
    await um.setFault({ kind: 'truncated', times: 1 });
    expect((await callBackend(um, `${base}/cluster`)).body).toBeUndefined();
  });
});

describe('a request that Unified Manager does not pass on', () => {
  async function refused({ um, cluster }: Site, path: string, sending?: Sending): Promise<readonly unknown[]> {
    const before = cluster.requests.total;
    const { status, body } = await callBackend(um, path, sending);
    expect(cluster.requests.total).toBe(before);
    expect(Object.keys(body.error)).toEqual(['code', 'message', 'target']);
    return [status, body.error.code];
  }

  it('names an unknown cluster, or no path', async () => {
    const site = await oneCluster();
    expect(await refused(site, `/api/gateways/${UNKNOWN}/cluster`)).toEqual([404, '4']);
    expect(await refused(site, site.base)).toEqual([404, '3']);
    expect(await refused(site, `${site.base}/`)).toEqual([404, '3']);
  });

  it.each([
    ['../../management-server/jobs'],
    ['cluster/../../../management-server/jobs'],
    ['cluster/jobs/..'],
    ['./cluster'],
    ['%2e%2e/%2e%2e/management-server/jobs'],
    ['cluster/jobs/%2E%2e'],
    ['cluster/jobs/.%2e'],
    ['cluster%2fjobs'],
    ['..%2f..%2fmanagement-server%2fjobs'],
    ['..%5c..%5cmanagement-server'],
  ])('has the path %s', async (rest) => {
    const site = await oneCluster();
    expect(await refused(site, `${site.base}/${rest}`)).toEqual([400, '2']);
    expect(site.um.requests.counts).toMatchObject({ list: 0, gateway: 0, other: 1 });
  });

  it('leads into the gateway, or from one cluster to another, by dot segments', async () => {
    const site = siteOf(await start({ clock: timeAtNoon(), managed: 2 }));
    const other = site.simulator.backend('um1-cluster2').cluster.uuid;
    expect(await refused(site, `${site.base}/../${other}/cluster`)).toEqual([400, '2']);
    expect(await refused(site, `/api/management-server/..${site.base.slice(4)}/cluster`)).toEqual([400, '2']);
    expect(site.simulator.backend('um1-cluster2').requests.total).toBe(0);
  });

  it('has escapes that stay escapes for the cluster', async () => {
    const { um, cluster, base } = await oneCluster();
    const { status, body } = await callBackend(um, `${base}/cluster/jobs/%252e%252e%252f`);
    expect([status, body.error.code]).toEqual([404, '2']);
    expect(cluster.requests.recent[0]?.path).toBe('/api/cluster/jobs/%252e%252e%252f');
  });

  it('has another method', async () => {
    const site = await oneCluster();
    expect(await refused(site, `${site.base}/cluster`, { method: 'PUT' })).toEqual([405, '3']);
  });

  it('has no login', async () => {
    const { um, cluster, base } = await oneCluster();
    expect(await callBackend(um, `${base}/cluster`, { login: false })).toMatchObject({ status: 401, text: '' });
    expect([cluster.requests.total, um.requests.unauthorised]).toEqual([0, 1]);
  });

  it('writes with a login that may only read', async () => {
    const site = await oneCluster();
    const uuid = site.cluster.addJob({ steps: RUNNING, cancellable: true });
    const path = `${site.base}/cluster/jobs/${uuid}`;
    site.um.gateway.readOnly = true;
    for (const method of ['PATCH', 'POST', 'DELETE']) {
      expect(await refused(site, `${path}?action=cancel`, { method })).toEqual([403, '6']);
    }
    expect(site.cluster.truth()[0]?.actions).toEqual([]);
    for (const method of ['GET', 'HEAD']) {
      expect((await callBackend(site.um, path, { method })).status).toBe(200);
    }
    site.um.gateway.readOnly = false;
    expect((await callBackend(site.um, `${path}?action=cancel`, { method: 'PATCH' })).status).toBe(200);
  });

  it('comes while the gateway is switched off', async () => {
    const site = await oneCluster();
    site.um.gateway.enabled = false;
    expect(await refused(site, `${site.base}/cluster`)).toEqual([403, '6']);
    expect(await refused(site, '/api/gateways')).toEqual([403, '6']);
    expect((await callBackend(site.um, '/api/management-server/jobs')).status).toBe(200);
    site.um.gateway.enabled = true;
    expect((await callBackend(site.um, `${site.base}/cluster`)).status).toBe(200);
  });

  it('comes while the cluster or Unified Manager is down', async () => {
    const site = await oneCluster();
    await site.cluster.setFault({ kind: 'down' });
    expect(await refused(site, `${site.base}/cluster`)).toEqual([500, '500']);
    expect((await callBackend(site.um, '/api/gateways')).body.num_records).toBe(1);
    await site.cluster.setFault(undefined);
    expect((await callBackend(site.um, `${site.base}/cluster`)).status).toBe(200);
    await site.um.setFault({ kind: 'down' });
    await expect(callBackend(site.um, `${site.base}/cluster`)).rejects.toThrow('ECONNREFUSED');
    expect((await callBackend(site.cluster, '/api/cluster')).status).toBe(200);
  });
});
