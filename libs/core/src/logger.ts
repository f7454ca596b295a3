/**
 * The log. The message is constant; the data is in the fields. ERROR means that a person must act. Also the injection
 * token.
 */
export abstract class Logger {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}
