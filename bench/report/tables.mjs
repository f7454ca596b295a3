/** The tables of the report as Markdown. */
import { attained, GOALS } from '../goals.mjs';

/** One table for each group of figures that has a result. */
export function goalTables(results) {
  return Object.entries(GOALS)
    .map(([name, goals]) => [name, goals.map((goal) => row(goal, results)).filter(Boolean)])
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => `## ${name}\n\n${table(['Figure', 'Measured', 'Rounds', 'Goal', 'Verdict'], rows)}`)
    .join('\n\n');
}

/** When and where each part was measured. */
export function partTable(results) {
  const rows = Object.values(results).map(({ machine, options, part, seconds, title }) => [
    `\`${part}\``,
    title,
    machine.time.slice(0, 16).replace('T', ' '),
    machine.commit + (machine.changed ? ' and changes' : ''),
    options.rounds,
    `${Math.ceil(seconds / 60)} min`,
  ]);
  return table(['Part', 'What', 'Time (UTC)', 'Commit', 'Rounds', 'Took'], rows);
}

/** Requests per second of the programs behind the ratios. */
export function rateTable({ peers, reads }) {
  const rates = [reads, peers].flatMap((result) =>
    Object.entries(result?.figures ?? {})
      .filter(([key]) => key.endsWith('.perSecond'))
      .map(([key, { rounds, value }]) => [`\`${key.replace('.perSecond', '')}\``, number(value), spread(rounds, 1)]),
  );
  return table(['Program', 'Requests/s', 'Rounds'], rates);
}

/** A Markdown table. */
export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A number with three significant digits. */
export function number(value) {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function row(goal, results) {
  const measured = results[goal.part]?.figures[goal.key];
  if (measured === undefined) return undefined;
  const { atLeast, atMost, scale = 1, unit, what } = goal;
  const value = measured.value / scale;
  const sign = atLeast === undefined ? '≤' : '≥';
  const limit = atLeast ?? atMost;
  const share = attained(goal, value);
  return [
    what,
    `${number(value)} ${unit}`.trim(),
    spread(measured.rounds, scale),
    limit === undefined ? '' : `${sign} ${number(limit)}`,
    share === undefined ? '' : share >= 1 ? 'met' : '**missed**',
  ];
}

function spread(rounds, scale) {
  const values = rounds.map((value) => value / scale);
  return rounds.length < 2 ? '' : `${number(Math.min(...values))} – ${number(Math.max(...values))}`;
}
