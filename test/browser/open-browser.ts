/** A headless Chromium with pages of the gateway, whose console and policy violations the tests check. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  reportViolation('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`;

/** The sizes of the screens that the page is designed for. */
export const DESKTOP = { width: 1_440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page, and what went wrong in it. */
export interface TestPage {
  readonly page: Page;
  /** Console errors, errors that no code has caught, and violations of the content security policy. */
  readonly faults: readonly string[];
}

/** A rule of axe that the page breaks. */
export interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly string[];
}

/** Starts Debian's Chromium. Throws if it is not installed. */
export async function launchBrowser(): Promise<Browser> {
  const program = PROGRAMS.find((path) => existsSync(path));
  if (program === undefined) throw new Error(`Chromium is not installed; expected one of ${PROGRAMS.join(', ')}`);
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Opens a page in a context of its own: no cookies, no stored settings. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<TestPage> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-US', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(String(error)));
  await page.exposeFunction('reportViolation', (violation: string) => void faults.push(violation));
  await page.addInitScript(REPORT_VIOLATIONS);
  await page.goto(url);
  return { page, faults };
}

/** The serious and critical findings of axe-core on what the page shows now. */
export async function seriousFindings(page: Page): Promise<readonly AxeFinding[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html.slice(0, 200)) }));
}

interface AxeResults {
  readonly violations: readonly (Omit<AxeFinding, 'nodes'> & {
    readonly nodes: readonly { readonly html: string }[];
  })[];
}
