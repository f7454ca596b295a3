/** Which gateway the commands talk to, and how. */
export interface Target {
  /** Without a slash at the end. */
  readonly url: string;
  /** The name of the context that it comes from. */
  readonly context: string | undefined;
  readonly token: string | undefined;
  /** Certificates in PEM form that are trusted in place of Node's own. */
  readonly ca: string | undefined;
}
