import { readFile } from 'node:fs/promises';

import { type AlertRule, readAlertRules, RULES_FILE, withShortDurations } from './alert-rules.js';
import { FAULTS } from './faults.js';

const RUNBOOKS = 'docs/runbooks.md';

describe('the alert rules', () => {
  let rules: readonly AlertRule[];
  let runbooks: string;
  beforeAll(async () => {
    rules = await readAlertRules();
    runbooks = await readFile(RUNBOOKS, 'utf8');
  });

  it('each have a severity, a summary, and a runbook that says what to do', () => {
    const sections = new Map(
      runbooks
        .split(/^## /m)
        .slice(1)
        .map((section) => [section.split('\n')[0], section]),
    );
    for (const { alert, annotations, labels } of rules) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
      expect(annotations.runbook_url).toBe(`${RUNBOOKS}#${alert.toLowerCase()}`);
      expect(sections.get(alert)).toMatch(/\*\*Meaning\.\*\*[^]+\*\*Do\.\*\*/);
    }
    expect([...sections.keys()].sort()).toEqual(rules.map(({ alert }) => alert).sort());
  });

  it('each select the metrics of the gateway only', () => {
    for (const { expr } of rules) {
      const selectors = expr.match(/\b(up|(job_gateway|nodejs)_\w+)(\{[^}]*\})?/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      expect(selectors.filter((selector) => !selector.includes('{job="job-gateway"'))).toEqual([]);
    }
  });

  it('each have a unit test, and a fault that makes them fire', async () => {
    const tests = await readFile('deploy/prometheus/alerts.test.yaml', 'utf8');
    for (const { alert } of rules) expect(tests).toContain(`alertname="${alert}"`);
    expect([...new Set(FAULTS.flatMap(({ alerts }) => alerts.map(({ alert }) => alert)))].sort()).toEqual(
      rules.map(({ alert }) => alert).sort(),
    );
  });

  it('differ from their copy with short durations in the durations only', async () => {
    const text = await readFile(RULES_FILE, 'utf8');
    const masked = (rulesText: string): string => rulesText.replace(/\b\d+[smhd]\b/g, 'D');
    expect(masked(withShortDurations(text, '8s'))).toBe(masked(text));
    expect(
      withShortDurations(text, '8s')
        .match(/\b\d+[smhd]\b/g)
        ?.filter((each) => !/^[18]s$/.test(each)),
    ).toEqual([]);
  });
});
