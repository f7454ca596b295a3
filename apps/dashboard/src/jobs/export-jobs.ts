import { get } from '../api/client';
import { type JobList } from '../api/types';
import { type ExportFormat, exportHead, exportLine } from './export-text';
import { type JobRow, ROW_FIELDS } from './job-row';
import { formatQuery, type ListQuery } from './list-query';

const PAGE = 1_000;
/** Without access to files, rows are collected in memory: a file has at most this many. */
const ROWS_PER_PART = 50_000;
const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** Where an export writes to. */
interface Target {
  write(text: string): Promise<void>;
  /** Completes the file. */
  close(): Promise<void>;
  /** Gives up what was written and not saved, so that no part of an export looks like a whole one. */
  abort(): Promise<void>;
}

/** A browser that can write into a file that the user has chosen. */
interface FilePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<{ createWritable(): Promise<Target> }>;
}

/** What an export does with its progress. */
export interface ExportOptions {
  readonly format: ExportFormat;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Writes all jobs of a query into a file, page by page; CSV has the columns of a table, NDJSON the whole jobs. */
export async function exportJobs(query: ListQuery, options: ExportOptions): Promise<void> {
  const { format, signal, onProgress } = options;
  const target = await openTarget(format);
  try {
    let done = 0;
    let path: string | undefined = firstPath(query, format);
    while (path !== undefined) {
      const list: JobList = await get<JobList>(path, signal);
      const rows = (list.records ?? []) as readonly JobRow[];
      await target.write(rows.map((job) => exportLine(job, format)).join(''));
      done += rows.length;
      onProgress(done, list.total_records);
      path = list._links.next?.href;
    }
    await target.close();
  } catch (error) {
    await target.abort();
    throw error;
  }
}

function firstPath(query: ListQuery, format: ExportFormat): string {
  const filters = formatQuery(query);
  const fields = format === 'csv' ? [`fields=${ROW_FIELDS}`] : [];
  return `/api/jobs?${[...(filters === '' ? [] : [filters]), ...fields, `max_records=${PAGE}`].join('&')}`;
}

async function openTarget(format: ExportFormat): Promise<Target> {
  const picker = window as FilePicker;
  if (!picker.showSaveFilePicker) return new Downloads(format);
  const handle = await picker.showSaveFilePicker({ suggestedName: `jobs.${format}` });
  const file = await handle.createWritable();
  await file.write(exportHead(format));
  return file;
}

/** Downloads parts of the export, each with its head. */
class Downloads implements Target {
  #texts: string[];
  #rows = 0;
  #part = 0;

  constructor(private readonly format: ExportFormat) {
    this.#texts = [exportHead(format)];
  }

  async write(text: string): Promise<void> {
    this.#texts.push(text);
    this.#rows += PAGE;
    if (this.#rows >= ROWS_PER_PART) this.#save();
  }

  async close(): Promise<void> {
    if (this.#rows > 0 || this.#part === 0) this.#save();
  }

  async abort(): Promise<void> {
    this.#texts = [];
  }

  #save(): void {
    this.#part++;
    const url = URL.createObjectURL(new Blob(this.#texts, { type: TYPES[this.format] }));
    const link = document.createElement('a');
    link.href = url;
    link.download = this.#part === 1 ? `jobs.${this.format}` : `jobs-${this.#part}.${this.format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    this.#texts = [exportHead(this.format)];
    this.#rows = 0;
  }
}
