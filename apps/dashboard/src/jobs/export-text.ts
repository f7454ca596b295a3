import { type JobRow, messageOf, objectOf } from './job-row';

/** The columns of the CSV file, with the API's names and UTC times. */
const COLUMNS: readonly (readonly [name: string, value: (job: JobRow) => string | number | boolean | undefined])[] = [
  ['id', (job) => job.id],
  ['state', (job) => job.state],
  ['source.name', (job) => job.source.name],
  ['source.kind', (job) => job.source.kind],
  ['type', (job) => job.type],
  ['description', (job) => job.description],
  ['object', objectOf],
  ['message', messageOf],
  ['code', (job) => job.code],
  ['created_time', (job) => job.created_time],
  ['start_time', (job) => job.start_time],
  ['end_time', (job) => job.end_time],
  ['duration_seconds', (job) => job.duration_seconds],
  ['user.name', (job) => job.user?.name],
  ['tenant.name', (job) => job.tenant?.name],
  ['node.name', (job) => job.node?.name],
  ['native_id', (job) => job.native_id],
  ['native_state', (job) => job.native_state],
  ['attempt', (job) => job.attempt],
  ['gone', (job) => job.gone],
];

/** A format of an export. */
export type ExportFormat = 'csv' | 'ndjson';

/** The first line of a file. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? `${COLUMNS.map(([name]) => name).join(',')}\r\n` : '';
}

/** The line of a job: a row of RFC 4180, or one JSON text. */
export function exportLine(job: JobRow, format: ExportFormat): string {
  if (format === 'ndjson') return `${JSON.stringify(job)}\n`;
  return `${COLUMNS.map(([, value]) => csvCell(value(job))).join(',')}\r\n`;
}

/** A cell of CSV. A text that a spreadsheet would take for a formula gets a `'` in front. */
export function csvCell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
