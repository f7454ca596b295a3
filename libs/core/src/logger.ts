/**
 * The log as libraries use it: a constant message, the data in fields. ERROR means that a person must act. Also the token
 * it is injected by.
 */
export abstract class Logger {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}
