/** The web page in a real browser, over the simulator: what an operator does with it. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readUntil } from '@gateway/testing/until';
import { type Browser, type Locator, type Page } from 'playwright-core';

import { OpenIdServer } from '../../apps/gateway/src/session/testing/open-id-server.js';
import { type SimulatorOptions } from '../../apps/simulator/src/simulator.js';
import { SimulatedGateway, tokenRule } from '../support/simulated-gateway.js';
import { DESKTOP, launchBrowser, openPage, PHONE, seriousFindings, type TestPage } from './open-browser.js';

const SIMULATED: SimulatorOptions = {
  backends: { ontap: 3, 'service-engine': 1, 'unified-manager': 1 },
  ...{ jobs: 12, churn: 30, latencyMs: 5, seed: 3 },
};
/** The tokens by role. Everybody may read. */
const TOKENS = { viewer: 'viewer-token', operator: 'operator-token', admin: 'admin-token' } as const;
const ACCESS = {
  anonymous: 'viewer',
  tokens: Object.entries(TOKENS).map(([role, token]) => tokenRule(token, { name: role, role })),
};

/** Where pictures of the screens are written, if a folder is given. */
const { SCREENSHOTS } = process.env;

let browser: Browser;
let gateway: SimulatedGateway;
let opened: TestPage[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  gateway = await SimulatedGateway.start(SIMULATED, { access: ACCESS });
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});
afterEach(async () => {
  await Promise.all(opened.map(({ page }) => page.context().close()));
  opened = [];
});

async function open(path: string, token?: string): Promise<Page> {
  const first = token === undefined ? path : `/signin?next=${encodeURIComponent(path)}`;
  const made = await openPage(browser, gateway.url + first);
  opened.push(made);
  if (token === undefined) return made.page;
  await made.page.getByLabel('Token').fill(token);
  await made.page.getByRole('button', { name: 'Sign in' }).click();
  await made.page.waitForURL((url) => url.pathname + url.search === path);
  return made.page;
}

/** Errors in the console, and violations of the policy. Requests that the test itself lets fail are errors there too. */
function faults(expected = /^$/): readonly string[] {
  return opened.flatMap((made) => made.faults).filter((fault) => !expected.test(fault));
}

const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') });
const row = (page: Page, description: string) => rows(page).filter({ hasText: description });

/** Adds a job that runs until it is changed, and returns its id. */
function addRunning(source: string, description: string): string {
  const script = { steps: [{ state: 'running' }], cancellable: true, pausable: true, wire: { description } };
  return `${source}~${gateway.simulator.backend(source).addJob(script)}`;
}

describe('the list of jobs', () => {
  it('shows new jobs and changes without a reload, and keeps the filter in the address', async () => {
    const page = await open('/');
    await page.waitForURL('**/jobs');
    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.fill('description="A new volume" source.name=north');
    await filter.press('Enter');
    await page.waitForURL(/description=.*source\.name=north/);
    await page.getByText('No job matches').waitFor();
    // A pointer over an empty list holds nothing back.
    await page.mouse.move(700, 450);
    addRunning('north', 'A new volume');
    await row(page, 'A new volume').waitFor();
    expect(await row(page, 'A new volume').innerText()).toContain('Running');
    expect(faults()).toEqual([]);
  });

  it('underlines what the gateway rejects, and keeps the last list', async () => {
    const page = await open('/jobs');
    await rows(page).first().waitFor();
    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.fill('state=running|done');
    await filter.press('Enter');
    await page.getByText('expected one of queued, running').waitFor();
    expect(await filter.getAttribute('aria-invalid')).toBe('true');
    expect(await rows(page).count()).toBeGreaterThan(0);
    expect(faults(/status of 400/)).toEqual([]);
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open('/jobs');
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate("document.activeElement?.getAttribute('role')")).toBe('combobox');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/jobs\/.+~/);
    const first = page.url();
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.href !== first);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/jobs');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(faults()).toEqual([]);
  });
});

describe('a list that holds because a job is ticked', () => {
  it('shows what has become of jobs that do not match any more, and counts them in one way', async () => {
    const ids = [1, 2, 3].map((number) => addRunning('north', `Held ${number}`));
    const page = await open('/jobs?description=Held*&state=running', TOKENS.operator);
    await page.getByText('1–3 of 3').waitFor();
    await row(page, 'Held 1').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel 1/1' }).waitFor();
    const headers = { authorization: `Bearer ${TOKENS.operator}` };
    await fetch(`${gateway.url}/api/jobs/${ids[0]}?action=cancel`, { method: 'PATCH', headers });
    await row(page, 'Held 1').getByText('no longer matches').waitFor();
    await row(page, 'Held 1').getByText('Running').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel 0/1' }).waitFor();
    expect(await row(page, 'Held 1').getByText('↻').count()).toBe(0);
    expect(await row(page, 'Held 2').getByText('↻').count()).toBe(1);
    await page.getByText('2 jobs', { exact: true }).waitFor();
    expect(faults()).toEqual([]);
  });

  it('warns only of sources that the filter admits, until they are back', async () => {
    const page = await open('/jobs?source.name=north', TOKENS.viewer);
    const other = await open('/jobs?source.name=west', TOKENS.viewer);
    await rows(page).first().getByRole('checkbox').check();
    await rows(other).first().getByRole('checkbox').check();
    const warning = (of: Page) => of.locator('.status-line').getByText(/^north .* old$/);
    await gateway.simulator.backend('north').setFault({ kind: 'down' });
    await warning(page).waitFor();
    expect(await warning(other).count()).toBe(0);
    await gateway.simulator.backend('north').setFault(undefined);
    await warning(page).waitFor({ state: 'hidden' });
    expect(await rows(page).first().getByRole('checkbox').isChecked()).toBe(true);
    expect(faults()).toEqual([]);
  });
});

describe('ten windows of one browser', () => {
  it('all show changes, though the browser has six connections', async () => {
    const windows = [await open('/jobs?description=Ten*')];
    const context = windows[0]?.context();
    for (let number = 2; number <= 10; number += 1) {
      const page = await context?.newPage();
      await page?.goto(`${gateway.url}/jobs?description=Ten*`);
      if (page) windows.push(page);
    }
    await Promise.all(windows.map((page) => page.getByText('No job matches').waitFor()));
    addRunning('north', 'Ten windows');
    await Promise.all(windows.map((page) => row(page, 'Ten windows').waitFor()));
    const states = await Promise.all(windows.map((page) => page.getByText('Every few seconds').count()));
    expect(states.filter((count) => count === 1)).toHaveLength(7);
    expect(faults()).toEqual([]);
  });
});

describe('actions', () => {
  it('cancel one job after a confirmation that names it', async () => {
    const id = addRunning('north', 'A job to cancel');
    const page = await open(`/jobs/${id}`, TOKENS.operator);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Cancel "A job to cancel" on north?').waitFor();
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Keep running');
    await dialog.getByRole('button', { name: 'Cancel job' }).click();
    await page.getByText('cancel by operator').first().waitFor();
    expect(faults()).toEqual([]);
  });

  it('pause one job and resume it', async () => {
    const id = addRunning('north', 'A job to pause');
    const page = await open(`/jobs/${id}`, TOKENS.operator);
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await button('Resume').click();
    await readUntil(
      () => button('Pause').isEnabled(),
      (isEnabled) => isEnabled,
    );
    await page.getByText('resume by operator').first().waitFor();
    expect(faults()).toEqual([]);
  });

  it('are explained to those who may not do them', async () => {
    const id = addRunning('north', 'A job of others');
    const page = await open(`/jobs/${id}`, TOKENS.viewer);
    await page.getByText('needs the role operator').first().waitFor();
    expect(await page.getByRole('button', { name: 'Cancel', exact: true }).isDisabled()).toBe(true);
    expect(faults()).toEqual([]);
  });

  it('on many jobs are previewed, confirmed by their number, and stopped halfway', async () => {
    for (let number = 1; number <= 60; number += 1) addRunning('west', `Bulk ${number}`);
    const page = await open('/jobs?source.name=west&description=Bulk*&state=running', TOKENS.operator);
    await page.getByText('60 jobs').first().waitFor();
    await rows(page).first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Select all 60 matching' }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByLabel('Type 60 to confirm').fill('60');
    await dialog.getByRole('button', { name: 'Cancel them' }).click();
    await page.waitForURL('**/bulk/*');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/Stopped: \d+ jobs were not tried/).waitFor();
    const { body } = await fetchJson('/api/jobs?source.name=west&description=Bulk*&requested.action=null');
    expect(body.total_records).toBeGreaterThan(0);
    expect(faults()).toEqual([]);
  });
});

describe('an export', () => {
  /** Headless Chromium has no dialog for a file: the page then downloads it. */
  const WITHOUT_PICKER = 'delete window.showSaveFilePicker';

  it.each(['CSV', 'NDJSON'])('in %s has every job of the filter', async (format) => {
    for (let number = 1; number <= 3; number += 1) addRunning('east', `Export ${format}, "${number}"`);
    const page = await open(`/jobs?source.name=east&description=Export+${format}*`);
    await page.getByText('3 jobs').first().waitFor();
    await page.evaluate(WITHOUT_PICKER);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format, exact: true }).click();
    const download = await started;
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    expect(download.suggestedFilename()).toBe(`jobs.${format.toLowerCase()}`);
    const jobs = format === 'CSV' ? lines.slice(1) : lines.map((line) => JSON.stringify(JSON.parse(line)));
    expect(jobs.map((line) => /Export .+?([123])/.exec(line)?.[1]).sort()).toEqual(['1', '2', '3']);
    await page.getByText('The file is written.').waitFor();
    expect(faults()).toEqual([]);
  });

  it('that fails leaves no file', async () => {
    addRunning('east', 'Export that fails');
    const page = await open('/jobs?description="Export that fails"');
    await rows(page).first().waitFor();
    await page.evaluate(WITHOUT_PICKER);
    let downloads = 0;
    page.on('download', () => (downloads += 1));
    await page.route('**/api/jobs?*max_records=1000*', (route) => route.fulfill({ status: 503, body: '' }));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    expect(downloads).toBe(0);
    expect(faults(/status of 503/)).toEqual([]);
  });
});

async function fetchJson(path: string): Promise<{ readonly body: { readonly total_records: number } }> {
  const response = await fetch(gateway.url + path);
  return { body: (await response.json()) as { readonly total_records: number } };
}

describe('what is not as it should be', () => {
  it('a source that is down shows in the list and among the sources, until it is back', async () => {
    const backend = gateway.simulator.backend('east');
    const page = await open('/jobs');
    await rows(page).first().waitFor();
    await backend.setFault({ kind: 'down' });
    await page
      .getByText(/east .* old/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Sources' }).click();
    await page
      .getByText(/unreachable: .*ECONNREFUSED/)
      .first()
      .waitFor();
    await backend.setFault(undefined);
    await page
      .getByText(/unreachable: .*ECONNREFUSED/)
      .first()
      .waitFor({ state: 'hidden' });
    expect(faults()).toEqual([]);
  });

  it('a gateway that restarts: the page says so, and goes on without a reload', async () => {
    const page = await open('/jobs?description=After*');
    await page.getByText('No job matches').waitFor();
    await gateway.stop('SIGKILL');
    await page
      .getByText(/Reconnecting|Disconnected/)
      .first()
      .waitFor();
    await gateway.open();
    addRunning('north', 'After the restart');
    await row(page, 'After the restart').waitFor();
    expect(faults(/ERR_|Failed to load/)).toEqual([]);
  });

  it('a gateway that does not answer: old data has its age, and a request ends with a message', async () => {
    const sources = await open('/sources');
    const source = sources.getByRole('row').filter({ hasText: 'north' });
    await source.waitFor();
    await sources.route('**/api/**', () => undefined);
    const jobs = await open('/actions');
    await jobs.route('**/api/**', () => undefined);
    await jobs.getByRole('link', { name: 'Jobs' }).click();
    await sources.getByText('The gateway does not answer.').waitFor();
    await source.getByText(/^\d\d s$/).waitFor();
    await jobs.getByText('No answer within 20 s').first().waitFor();
    await sources.unrouteAll();
    await sources.getByText('The gateway does not answer.').waitFor({ state: 'hidden' });
    expect(faults()).toEqual([]);
  });

  it('an unknown token', async () => {
    const page = await open('/signin');
    await page.getByLabel('Token').fill('no-such-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That token is not known.').waitFor();
    expect(faults(/status of 401/)).toEqual([]);
  });
});

describe('single sign-on', () => {
  let provider: OpenIdServer;
  let signOn: SimulatedGateway;

  beforeAll(async () => {
    signOn = await SimulatedGateway.start({ ...SIMULATED, churn: 0 }, async (url) => {
      provider = await OpenIdServer.start(`${url}/api/session/callback`, { token_endpoint_auth_method: 'none' });
      const jwt = {
        issuer: provider.issuer,
        audience: 'gateway',
        client_id: 'gateway',
        name_claim: 'preferred_username',
      };
      return { access: { jwt: { ...jwt, roles_claim: 'groups', roles: [{ claim: 'lab', role: 'operator' }] } } };
    });
  });
  afterAll(async () => {
    await signOn.close();
    await provider.close();
  });

  it('leads to the provider and back to the screen that was asked for', async () => {
    const made = await openPage(browser, `${signOn.url}/jobs?source.name=north`);
    opened.push(made);
    const { page } = made;
    await page.getByRole('link', { name: 'Continue with single sign-on' }).click();
    await rows(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('?source.name=north');
    await page.getByRole('button', { name: 'User: Ann Example' }).waitFor();
    expect(faults(/status of 401/)).toEqual([]);
  });
});

describe('every screen', () => {
  const screens = ['jobs', 'sources', 'sources/north', 'actions', 'overview', 'signin'];
  const looks = [
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ] as const;

  it.each(screens.flatMap((name) => looks.map(([look, viewport]) => [name, look, viewport] as const)))(
    '%s on a %s has no serious finding of axe, in either theme, and does not scroll sideways',
    async (name, look, viewport) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const made = await openPage(browser, `${gateway.url}/${name}`, { viewport, colorScheme });
        opened.push(made);
        await made.page.getByRole('heading').first().waitFor({ state: 'attached' });
        await made.page.waitForLoadState('load');
        expect(await seriousFindings(made.page)).toEqual([]);
        const width = await readUntil(
          () => made.page.evaluate<number>('document.documentElement.scrollWidth'),
          (value) => value <= viewport.width,
        );
        expect(width).toBeLessThanOrEqual(viewport.width);
        await takePicture(made.page, `${name.replaceAll('/', '-')}-${look}-${colorScheme}`);
      }
      expect(faults()).toEqual([]);
    },
  );

  it('is in Japanese for browsers that prefer it', async () => {
    const made = await openPage(browser, `${gateway.url}/jobs`, { locale: 'ja-JP' });
    opened.push(made);
    await made.page.getByText('実行中').first().waitFor();
    expect(await made.page.evaluate('document.documentElement.lang')).toBe('ja');
    expect(faults()).toEqual([]);
  });
});

async function takePicture(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return;
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
