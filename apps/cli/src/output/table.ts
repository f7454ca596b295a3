import { type Paint, type Style } from './colours.js';
import { type ColumnSpace, fitWidths, GAP } from './fit-widths.js';
import { cutEnd, cutMiddle, widthOf } from './text-width.js';

/** A cell: its text, already neutralised, and its style. */
export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** A column of a table. */
export interface TableColumn extends Omit<ColumnSpace, 'natural'> {
  readonly title: string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
}

/** How a table is rendered. */
export interface TableLook {
  /** The most cells of a line; absent if nothing is cut. */
  readonly width?: number | undefined;
  readonly headers: boolean;
  readonly paint: Paint;
}

/** The lines of a table: cells in columns that are two spaces apart. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  { headers, paint, width = Infinity }: TableLook,
): readonly string[] {
  const titles = columns.map(({ title }): Cell => ({ text: title, style: 'dim' }));
  const all = headers ? [titles, ...rows] : rows;
  const naturals = columns.map((_, at) => Math.max(0, ...all.map((row) => widthOf(row[at]?.text ?? ''))));
  const widths = fitWidths(
    columns.map((column, at) => ({ ...column, natural: naturals[at] ?? 0 })),
    width,
  );
  return all.map((row) => renderRow(columns, row, widths, paint));
}

function renderRow(
  columns: readonly TableColumn[],
  row: readonly Cell[],
  widths: readonly number[],
  paint: Paint,
): string {
  const last = widths.findLastIndex((width) => width > 0);
  return columns
    .map((column, at) => {
      const width = widths[at] ?? 0;
      const cell = row[at] ?? { text: '' };
      return width === 0 ? undefined : renderCell(column, cell, width, at === last, paint);
    })
    .filter((text) => text !== undefined)
    .join(' '.repeat(GAP))
    .trimEnd();
}

function renderCell(
  { align, cut }: TableColumn,
  { style, text }: Cell,
  width: number,
  isLast: boolean,
  paint: Paint,
): string {
  const kept = cut === 'middle' ? cutMiddle(text, width) : cutEnd(text, width);
  const painted = paint(kept, style);
  const padding = ' '.repeat(Math.max(0, width - widthOf(kept)));
  if (align === 'right') return padding + painted;
  return isLast ? painted : painted + padding;
}
