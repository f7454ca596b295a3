/** The only module that uses the logging library. */

import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

import { type LineOutput } from './process/line-output.js';

/** The levels: `error` and `warn` need attention, `info` logs changes, `debug` logs every request. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
/** One of the levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The logger of the process. It also implements the libraries' `Logger` and Fastify's logger. */
export type GatewayLogger = PinoLogger;

/**
 * Creates a logger that writes JSON lines to `destination`. Requests, responses and errors are reduced to fields without
 * secrets: no headers, no query, and only the type, message, code and stack of an error.
 */
export function createLogger(level: LogLevel, destination: DestinationStream): GatewayLogger {
  return pino({ level, timestamp: pino.stdTimeFunctions.isoTime, serializers: SERIALIZERS }, destination);
}

/**
 * Creates a logger that writes JSON lines to an output; on a terminal they are formatted for reading. It also logs how many
 * lines were dropped while the output's reader stalled.
 */
export function logTo(output: LineOutput, level: LogLevel): GatewayLogger {
  const format = output.isTerminal ? pretty.prettyFactory({ colorize: true }) : (line: string) => line;
  const logger = createLogger(level, { write: (line) => output.write(format(line)) });
  output.onResumed((dropped) => logger.warn({ dropped }, 'log lines were dropped because their reader stalled'));
  return logger;
}

/** Adapts the logger to Nest's interface. Nest's `log` messages, which describe its start, are written at debug. */
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

/** Nest's last argument is the context name; for `error` a stack may precede it. */
function nestFields(message: unknown, rest: readonly unknown[]): object {
  const texts = rest.filter((item) => typeof item === 'string');
  return { part: texts.at(-1), ...(message instanceof Error ? { err: message } : {}), stack: texts.at(-2) };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
