// Fails if a dependency of the running gateway has a known vulnerability of severity high or more: `npm run audit`. A
// registry that cannot be reached or does not offer the audit is no failure; then the script prints why it was skipped.
import { spawnSync } from 'node:child_process';

const FAILING = ['high', 'critical'];

const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const report = parsed(stdout ?? '');
const counts = report?.metadata?.vulnerabilities;
if (counts === undefined) {
  const reason = error?.message ?? report?.message ?? report?.error?.summary;
  console.log(`skipped: npm audit --omit=dev; the registry gave no report: ${reason || 'no reason given'}`);
} else {
  for (const { name, severity, range } of Object.values(report.vulnerabilities)) {
    console.log(`${severity}: ${name} ${range}`);
  }
  const failing = FAILING.reduce((sum, severity) => sum + (counts[severity] ?? 0), 0);
  console.log(`${counts.total} packages with known vulnerabilities, ${failing} of severity high or more`);
  process.exitCode = failing > 0 ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // npm prints no JSON if it fails early
  }
}
