import { neutralise } from './neutralise.js';

/** A text that a spreadsheet would take for a formula. A plain number is none. */
const FORMULA = /^[=+\-@](?!\d*\.?\d+$)/;

/** One line of CSV as RFC 4180 has it, with its line end. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? neutralise(value) : JSON.stringify(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
