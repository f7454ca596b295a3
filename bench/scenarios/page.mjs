/** What the list of jobs in a browser costs while jobs change all the time: tasks that hold the page up, and its memory. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { startFilled } from '../support/dataset.mjs';
import { largest } from '../support/statistics.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'The list of jobs in Chromium with 100,000 jobs and 200 changes/s, for ten minutes';
export const defaults = { jobs: 100_000, sources: 20, seconds: 600, rate: 200, rounds: 1 };

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** What is compiled and loaded at first does not count. */
const WARM_UP_MS = 10_000;
const SAMPLE_MS = 10_000;
const RECORD_LONG_TASKS = `
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ entryTypes: ['longtask'] });`;

/** Figures of all rounds: `page.longest`, the longest task in ms, 0 if none exceeds 50 ms; `page.heap` in bytes. */
export async function run({ jobs, rate, rounds, seconds, sources }) {
  const filled = await startFilled({ jobs, sources }, { access: { anonymous: 'admin' } });
  const executablePath = PROGRAMS.find((path) => existsSync(path));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const raw = [];
  for (let round = 0; round < rounds; round += 1) raw.push(await watchPage(browser, filled, { rate, seconds }));
  await browser.close();
  await filled.close();
  const figures = {
    'page.longest': largest(raw.map(({ longTasks }) => Math.max(0, ...longTasks))),
    'page.heap': largest(raw.map(({ heaps }) => Math.max(...heaps))),
  };
  return { figures, raw };
}

async function watchPage(browser, filled, { rate, seconds }) {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const heaps = [];
  const { changesPerSecond, result } = await underChanges(filled, rate, async () => {
    await page.goto(`${filled.gateway.url}/jobs`);
    await page.getByRole('row').nth(10).waitFor();
    await delay(WARM_UP_MS);
    await page.evaluate(RECORD_LONG_TASKS);
    for (let at = 0; at < seconds * 1_000; at += SAMPLE_MS) {
      await delay(SAMPLE_MS);
      const { metrics } = await session.send('Performance.getMetrics');
      heaps.push(metrics.find(({ name }) => name === 'JSHeapUsedSize').value);
    }
    return page.evaluate('window.longTasks');
  });
  await page.close();
  return { changesPerSecond, longTasks: result, heaps };
}
