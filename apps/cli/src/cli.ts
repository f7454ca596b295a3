import { type Gateway } from './api/gateway.js';
import { type Filters } from './api/types.js';
import { type TargetOptions } from './contexts/choose-context.js';
import { type ConfigFile } from './contexts/config-file.js';
import { type Environment } from './environment.js';
import { readFilterTerms } from './filter/filter-terms.js';
import { type Interrupts } from './interrupts.js';
import { Output, type OutputOptions, type Stream } from './output/output.js';
import { type View } from './output/view.js';

/** The process around a command. */
export interface Host {
  readonly environment: Environment;
  readonly interrupts: Interrupts;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/** The options of every command. */
export interface GlobalOptions extends OutputOptions, TargetOptions {
  readonly utc?: boolean;
  readonly verbose?: boolean;
  readonly requestTimeout: number;
}

/** The options that select jobs. */
export interface SelectionOptions {
  readonly filter: readonly string[];
  readonly query?: string;
}

/** A gateway, the terms that its context adds, and the defaults of the file of contexts. */
export interface Session {
  readonly gateway: Gateway;
  readonly filters: Filters;
  readonly config: ConfigFile;
}

/** What a command works with. */
export class Cli {
  readonly output: Output;
  #session: Promise<Session> | undefined;

  constructor(
    readonly options: GlobalOptions,
    readonly host: Host,
  ) {
    this.output = new Output(host.stdout, host.stderr, host.environment, options);
  }

  /** The gateway that the options, the environment and the file of contexts choose. */
  session(): Promise<Session> {
    this.#session ??= this.#open();
    return this.#session;
  }

  /** The filters of the options and those of the context. A term of `-f` takes the place of the context's for that field. */
  async selection({ filter, query }: SelectionOptions): Promise<Filters> {
    const { filters } = await this.session();
    const given = readFilterTerms(query === undefined ? filter : [...filter, `query=${query}`]);
    return { ...filters, ...given };
  }

  /** How values are shown now. */
  async view(staleSources: Iterable<string> = []): Promise<View> {
    const { config, gateway } = await this.session();
    const utc = this.options.utc ?? config.defaults.time === 'utc';
    return { now: gateway.now(), relative: this.output.isTerminal, utc, staleSources: new Set(staleSources) };
  }

  async #open(): Promise<Session> {
    const [{ Gateway }, { openTarget, readConfig }] = await Promise.all([
      import('./api/gateway.js'),
      import('./contexts/open-target.js'),
    ]);
    const { environment } = this.host;
    const config = readConfig(environment);
    const { filters, target } = openTarget(this.options, environment, config);
    return { gateway: new Gateway(target, this.options.requestTimeout), filters, config };
  }
}
