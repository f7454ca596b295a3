import { ConfigError } from './config-error.js';
import { readEnvironment } from './config-reader.js';
import { FileProblem } from './file-problem.js';
import { FILE_LIMIT, FileReader } from './file-reader.js';
import { parseMember } from './parse-yaml.js';
import { type Environment, fillVariables } from './variables.js';
import { YamlFault } from './yaml-fault.js';

/** Where a gateway listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** True for HTTPS. */
  readonly isEncrypted: boolean;
}

/**
 * Reads where a gateway with this configuration file listens. Reads only the section `server`, so faults elsewhere in the
 * file, with which a running gateway continues, have no effect. Throws a `ConfigError`.
 */
export function readListenAddress(file: string, environment: Environment = readEnvironment()): ListenAddress {
  const { host, port: given, tls } = readServer(file);
  const port = Number(filled(given ?? 8080, environment));
  if (!(Number.isInteger(port) && port > 0 && port <= 65_535)) {
    const message = `expected a whole number from 1 to 65535, got ${JSON.stringify(given)}`;
    throw new ConfigError(file, [{ path: 'server.port', message }]);
  }
  return { host: filled(host ?? '127.0.0.1', environment), port, isEncrypted: tls != null };
}

function readServer(file: string): Readonly<Record<string, unknown>> {
  try {
    const server = parseMember(new FileReader().text(file, FILE_LIMIT), 'server');
    return { ...(typeof server === 'object' && server) };
  } catch (error) {
    if (error instanceof YamlFault) throw new ConfigError(file, [{ path: file, message: error.problem }]);
    if (error instanceof FileProblem) throw new ConfigError(file, [{ path: file, message: error.message }]);
    throw error;
  }
}

function filled(value: unknown, environment: Environment): string {
  return fillVariables(String(value), environment);
}
