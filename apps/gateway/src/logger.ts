/** The only place that knows which library writes the log. */

import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

/** How much is logged: `error` and `warn` ask for a person, `info` is one line per change, `debug` one per request. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
/** One of the levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The one log of the process; also what libs expect of a `Logger` and Fastify of its logger. */
export type GatewayLogger = PinoLogger;

/**
 * A log of JSON lines, to standard output unless another destination is given; for people when that is a terminal. Of a
 * request, a reply or an error only named harmless fields are ever written: no header, no query, nothing an error
 * happens to carry besides its type, message, code and stack.
 */
export function createLogger(level: LogLevel, destination: DestinationStream = standardOutput()): GatewayLogger {
  return pino({ level, timestamp: pino.stdTimeFunctions.isoTime, serializers: SERIALIZERS }, destination);
}

/** The same log as Nest wants it. What Nest says of its own wiring is debug. */
export function nestLogger(logger: GatewayLogger): LoggerService {
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug(nestFields(message, rest), textOf(message)),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug(nestFields(message, rest), textOf(message)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.trace(nestFields(message, rest), textOf(message)),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(nestFields(message, rest), textOf(message)),
    error: (message: unknown, ...rest: unknown[]) => logger.error(nestFields(message, rest), textOf(message)),
    fatal: (message: unknown, ...rest: unknown[]) => logger.fatal(nestFields(message, rest), textOf(message)),
  };
}

const SERIALIZERS = {
  err: (error: unknown) => (error instanceof Error ? plainError(error) : { message: String(error) }),
  req: (request: { readonly id?: unknown; readonly method?: unknown }) => ({ id: request.id, method: request.method }),
  res: (reply: { readonly statusCode?: unknown }) => ({ status: reply.statusCode }),
};

function plainError(error: Error): object {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { type: error.name, message: error.message, code, stack: error.stack };
}

function standardOutput(): DestinationStream {
  return process.stdout.isTTY ? pretty({ destination: 1, sync: true, colorize: true }) : pino.destination(1);
}

/** Nest's last argument is the name of the part that speaks; `error` may bring a stack before it. */
function nestFields(message: unknown, rest: readonly unknown[]): object {
  const texts = rest.filter((item) => typeof item === 'string');
  return { part: texts.at(-1), ...(message instanceof Error ? { err: message } : {}), stack: texts.at(-2) };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
