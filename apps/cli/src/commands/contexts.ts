import { resolve } from 'node:path';

import { type Cli } from '../cli.js';
import { usageError } from '../cli-error.js';
import { changeConfig, checkContextName, removeTokenFile } from '../contexts/change-config.js';
import { contextOf } from '../contexts/choose-context.js';
import { type Context, isUrl, withContext, withCurrent, withoutContext } from '../contexts/config-file.js';
import { readConfig } from '../contexts/open-target.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { readFilterTerms } from '../filter/filter-terms.js';
import { fieldColumn, type RecordColumn } from '../output/columns.js';
import { RecordPrinter } from '../output/print-records.js';

/** The options of `jobs contexts set`. */
export interface ContextOptions {
  readonly caFile?: string;
  readonly tokenFile?: string;
  readonly filter: readonly string[];
  readonly allowHttp?: boolean;
}

/** A context as it is listed: never with a token. */
interface ContextRecord {
  readonly current: boolean;
  readonly name: string;
  readonly url: string;
  readonly login: string | undefined;
  readonly filter: string | undefined;
}

const COLUMNS: readonly RecordColumn<ContextRecord>[] = [
  {
    ...{ name: 'current', title: '', stays: true, fields: [] },
    cell: ({ current }) => ({ text: current ? '*' : ' ', style: 'green' }),
    value: ({ current }) => current,
  },
  fieldColumn('name', 'NAME', 'name', { stays: true }),
  fieldColumn('url', 'URL', 'url', { givesWay: 3 }),
  fieldColumn('login', 'LOGIN', 'login', { cut: 'middle', givesWay: 1 }),
  fieldColumn('filter', 'FILTER', 'filter', { givesWay: 2 }),
];

/** `jobs contexts`: lists the contexts. */
export async function contexts(cli: Cli): Promise<ExitCode> {
  const { environment } = cli.host;
  const config = readConfig(environment);
  const records = Object.entries(config.contexts).map(([name, context]) => recordOf(name, context, config.current));
  const view = { now: Date.now(), relative: true, utc: false, staleSources: new Set<string>() };
  const printer = new RecordPrinter(cli.output, { columns: COLUMNS, nameOf: ({ name }) => name }, () => view);
  await printer.add(records);
  await printer.end((all) => ({ records: all, num_records: all.length }));
  if (records.length === 0) cli.output.note(`there is no context in ${environment.configFile}`);
  return EXIT.done;
}

/** `jobs contexts use`: makes a context the current one. */
export async function useContext({ host: { environment } }: Cli, name: string): Promise<ExitCode> {
  contextOf(readConfig(environment), name);
  changeConfig(environment, (source) => withCurrent(source, name));
  return EXIT.done;
}

/** `jobs contexts set`: makes or changes a context. */
export async function setContext({ host, options }: Cli, name: string, set: ContextOptions): Promise<ExitCode> {
  checkContextName(name);
  const { contexts: known } = readConfig(host.environment);
  const { url } = options;
  if (url === undefined && !Object.hasOwn(known, name)) throw usageError('a new context needs --url');
  if (url !== undefined && !isUrl(url))
    throw usageError(`the URL must be one such as https://jobs.example.net, got ${JSON.stringify(url)}`);
  readFilterTerms(set.filter);
  const given: Readonly<Partial<Record<keyof Context, unknown>>> = {
    ...(url !== undefined && { url }),
    ...(set.caFile !== undefined && { ca_file: resolve(set.caFile) }),
    ...(set.tokenFile !== undefined && { token_file: resolve(set.tokenFile), token: undefined }),
    ...(set.filter.length > 0 && { filter: set.filter.join(' ') }),
    ...(set.allowHttp !== undefined && { allow_http: set.allowHttp }),
  };
  changeConfig(host.environment, (source) => withContext(source, name, given));
  return EXIT.done;
}

/** `jobs contexts rm`: removes a context and the token that `jobs login` stored for it. */
export async function removeContext({ host: { environment } }: Cli, name: string): Promise<ExitCode> {
  contextOf(readConfig(environment), name);
  changeConfig(environment, (source) => withoutContext(source, name));
  checkContextName(name);
  removeTokenFile(environment, name);
  return EXIT.done;
}

function recordOf(
  name: string,
  { filter, token, token_file, url }: Context,
  current: string | undefined,
): ContextRecord {
  return {
    current: name === current,
    name,
    url,
    login: token_file ?? (token === undefined ? undefined : 'token'),
    filter,
  };
}
