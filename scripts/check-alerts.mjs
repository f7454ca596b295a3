// Checks the alert rules, the expressions of the dashboard, and the names of the metrics that both use, with promtool:
// `npm run check:alerts`. Without promtool on the PATH it checks nothing and prints why.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RULES = 'deploy/prometheus/alerts.yaml';
const TESTS = 'deploy/prometheus/alerts.test.yaml';
const DASHBOARD = 'deploy/grafana/job-gateway.json';

/** What Grafana puts in the place of its variables, for a check. */
const VARIABLES = { $__rate_interval: '5m', $__range: '1h', $job: 'job-gateway', $instance: '.*', $source: '.*' };

if (spawnSync('promtool', ['--version']).error) {
  console.log('skipped: npm run check:alerts; promtool is not on the PATH (Debian: apt-get install prometheus)');
} else {
  const results = [promtool('check', 'rules', RULES), promtool('test', 'rules', TESTS), checkDashboard(), checkNames()];
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

function promtool(...args) {
  return spawnSync('promtool', args, { stdio: 'inherit' }).status === 0;
}

/** promtool parses rules only, so each expression of the dashboard is written as a rule. */
function checkDashboard() {
  const folder = mkdtempSync(join(tmpdir(), 'check-alerts-'));
  try {
    const rules = dashboardExpressions().map((expr, at) => ({ record: `dashboard:expression:${at}`, expr }));
    const file = join(folder, 'dashboard.yaml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    return promtool('check', 'rules', file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every metric of the gateway that a rule or the dashboard uses is in docs/metrics.md, which a test compares with `/metrics`. */
function checkNames() {
  const documented = new Set(readFileSync('docs/metrics.md', 'utf8').match(/(?<=^\| `)\w+/gm));
  const used = [readFileSync(RULES, 'utf8'), ...dashboardExpressions()].join('\n');
  const names = new Set(used.match(/\b(job_gateway|nodejs|process)_\w+/g));
  const unknown = [...names].filter(
    (name) => !documented.has(name) && !documented.has(name.replace(/_(bucket|sum|count)$/, '')),
  );
  for (const name of unknown)
    console.error(`${name} is used in ${RULES} or ${DASHBOARD}, but is not in docs/metrics.md`);
  return unknown.length === 0;
}

function dashboardExpressions() {
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8'));
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return expressions.map((expr) =>
    Object.entries(VARIABLES).reduce((text, [name, value]) => text.replaceAll(name, value), expr),
  );
}
