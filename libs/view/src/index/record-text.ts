/**
 * Divides the JSON text of a record into a part of its own and two parts that most records of a source share: the
 * beginning (ids and source) and the end (actions and links). The view stores shared parts once.
 */

/** In shared parts, the place of the native id. JSON text cannot contain this character. */
const NATIVE_ID_MARK = '\0';
/** The member after the source; `}}` ends the labels and the source. */
const STATE_MEMBER = '}},"state":';
const ACTIONS_MEMBER = ',"actions":[';

/** The parts of a record's text. */
export interface TextParts {
  readonly head: string;
  /** The part of this record only. */
  readonly body: string;
  readonly tail: string;
}

/** The part of a job id after the first `~`. */
export function nativeIdOf(id: string): string {
  return id.slice(id.indexOf('~') + 1);
}

/** Divides a text; `joinText` of the parts is the same text. A text of another form is all body. */
export function splitText(text: string, nativeId: string): TextParts {
  const headEnd = text.indexOf(STATE_MEMBER) + '}}'.length;
  const tailStart = text.lastIndexOf(ACTIONS_MEMBER);
  if (headEnd < '}}'.length || tailStart < headEnd || nativeId === '') return { head: '', body: text, tail: '' };
  return {
    head: text.slice(0, headEnd).replaceAll(nativeId, NATIVE_ID_MARK),
    body: text.slice(headEnd, tailStart),
    tail: text.slice(tailStart).replaceAll(nativeId, NATIVE_ID_MARK),
  };
}

/** The text that was divided. */
export function joinText({ body, head, tail }: TextParts, nativeId: string): string {
  return head.replaceAll(NATIVE_ID_MARK, nativeId) + body + tail.replaceAll(NATIVE_ID_MARK, nativeId);
}
