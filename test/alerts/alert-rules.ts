/** The alert rules of the project, and a copy of them that a test can wait for. */
import { readFile } from 'node:fs/promises';

import { parse } from 'yaml';

export const RULES_FILE = 'deploy/prometheus/alerts.yaml';

/** One rule of the file. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

/** All rules of the file, in order. */
export async function readAlertRules(): Promise<readonly AlertRule[]> {
  const { groups } = parse(await readFile(RULES_FILE, 'utf8')) as { groups: { rules: AlertRule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/**
 * The text of the rules with other durations: `for` is one second, and a range (`[5m]`) or an offset is `range`. Nothing
 * else differs, so the expressions, thresholds and labels that are tested are those of the file.
 */
export function withShortDurations(rules: string, range: string): string {
  return rules
    .replace(/^( *for: ).+$/gm, '$11s')
    .replace(/\[\d+[smhd]\]/g, `[${range}]`)
    .replace(/\boffset \d+[smhd]/g, `offset ${range}`);
}
