import { once } from 'node:events';

import { type Environment } from '../environment.js';
import { hasColours, type Paint, painter } from './colours.js';
import { type TableLook } from './table.js';

/** The forms of output. */
export const FORMATS = ['table', 'wide', 'json', 'yaml', 'ndjson', 'csv', 'name'] as const;

/** A form of output. */
export type Format = (typeof FORMATS)[number];

/** The options that change how output looks. */
export interface OutputOptions {
  readonly output?: Format;
  readonly color: boolean;
  readonly headers: boolean;
  readonly quiet?: boolean;
}

/** A stream of the process. */
export type Stream = NodeJS.WriteStream;

/** The least cells that a table is fitted to. */
const SMALLEST_TERMINAL = 20;
const USUAL_TERMINAL = 80;

/** Writes results to standard output, and everything else to standard error. */
export class Output {
  readonly paint: Paint;
  readonly #paintError: Paint;

  constructor(
    private readonly stdout: Stream,
    private readonly stderr: Stream,
    private readonly environment: Environment,
    private readonly options: OutputOptions,
  ) {
    this.paint = painter(hasColours(Boolean(stdout.isTTY), !options.color, environment));
    this.#paintError = painter(hasColours(Boolean(stderr.isTTY), !options.color, environment));
  }

  /** True if a person reads the results: they get a table and relative times. */
  get isTerminal(): boolean {
    return Boolean(this.stdout.isTTY);
  }

  /** The form that was chosen, else a table on a terminal and NDJSON elsewhere. */
  get format(): Format {
    return this.options.output ?? (this.isTerminal ? 'table' : 'ndjson');
  }

  /** True if no form was chosen and a person reads the results. */
  get isForPerson(): boolean {
    return this.options.output === undefined && this.isTerminal;
  }

  get headers(): boolean {
    return this.options.headers;
  }

  /** The size of the terminal. */
  get size(): { readonly columns: number; readonly rows: number } {
    const { columns = USUAL_TERMINAL, rows = 24 } = this.stdout;
    return { columns: Math.max(SMALLEST_TERMINAL, columns), rows };
  }

  /** True if lines of standard output can be replaced. */
  get canRedraw(): boolean {
    return this.isTerminal && this.environment.canRedraw;
  }

  /** True if a line of standard error can be replaced. */
  get canRedrawErrors(): boolean {
    return Boolean(this.stderr.isTTY) && this.environment.canRedraw;
  }

  /** How a table looks: cut to the terminal unless it is wide. */
  get look(): TableLook {
    const width = this.isTerminal && this.format !== 'wide' ? this.size.columns : undefined;
    return { width, headers: this.headers, paint: this.paint };
  }

  /** Writes a result; waits until a slow reader has taken it. */
  async write(text: string): Promise<void> {
    if (text !== '' && !this.stdout.write(text)) await once(this.stdout, 'drain');
  }

  /** Writes lines of a result. */
  async writeLines(lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Writes a grey line about the results to standard error, unless the user wants none. */
  note(text: string): void {
    if (this.options.quiet !== true) this.message(this.#paintError(text, 'dim'));
  }

  /** Writes a line to standard error. */
  message(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** Replaces the last line of standard error; without a line end, so that the next call replaces it again. */
  redraw(text: string): void {
    this.stderr.write(`\r\u001b[K${text}`);
  }

  /** Writes an error: its sentence, and the lines below it. */
  error(sentence: string, lines: readonly string[] = []): void {
    this.message(`${this.#paintError('error:', ['bold', 'red'])} ${sentence}`);
    for (const line of lines) this.message(line);
  }
}
