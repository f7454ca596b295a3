/** Validates the bodies of requests to the control address. */
import { CALL_KINDS } from './dialect.js';
import { type Fault, FAULT_KINDS } from './faults.js';
import { type JobScript } from './simulated-job.js';

/** Invalid input. The message says what was expected. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

type Check = (value: unknown) => boolean;
/** The rule for each member, in words and as a test. */
type Shape = Readonly<Record<string, readonly [expected: string, check: Check]>>;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const oneOf = (words: readonly unknown[]): readonly [string, Check] => {
  return [`one of ${words.join(', ')}`, (value) => words.includes(value)];
};

const FAULT_SHAPE: Shape = {
  kind: oneOf(FAULT_KINDS),
  calls: [
    `a list of ${CALL_KINDS.join(', ')}`,
    (value) => Array.isArray(value) && value.every((item) => (CALL_KINDS as readonly unknown[]).includes(item)),
  ],
  job: ['a native id', isText],
  times: ['a number from 1', (value) => isCount(value) && value !== 0],
  carriedOut: ['true or false', isFlag],
  status: oneOf([429, 503]),
  retryAfter: ['seconds or header text', (value) => isCount(value) || isText(value)],
  to: ['an origin such as http://127.0.0.1:9', isText],
  ms: ['a number of milliseconds', Number.isInteger],
};

const STEP_SHAPE: Shape = {
  state: ['a state word', isText],
  forMs: ['a number of milliseconds from 0', isCount],
  message: ['text', (value) => typeof value === 'string'],
  code: ['a whole number', Number.isInteger],
  error: ['an object {code, message, arguments}', isFailure],
  terminal: ['true or false', isFlag],
};

const JOB_SHAPE: Shape = {
  nativeId: ['a native id', isText],
  ageMs: ['a number of milliseconds from 0', isCount],
  steps: ['a list of steps, at least one', (value) => Array.isArray(value) && value.length > 0],
  pausable: ['true or false', isFlag],
  cancellable: ['true or false', isFlag],
  cancelledAs: oneOf(['success', 'failure']),
  refuseWith: ['an error code', isText],
  wire: ['an object', isObject],
};

const NAME_SHAPE: Shape = { name: ['a name', isText] };

const GATEWAY_SHAPE: Shape = { enabled: ['true or false', isFlag], readOnly: ['true or false', isFlag] };

/** Reads a fault from parsed JSON. Throws BadInput. */
export function parseFault(value: unknown): Fault {
  const fault = checked('fault', value, FAULT_SHAPE, ['kind']);
  if (fault['kind'] === 'clock-offset' && fault['ms'] === undefined)
    throw wrong('fault.ms', 'a number of milliseconds');
  return fault as unknown as Fault;
}

/** Reads a job script from parsed JSON. Throws BadInput. */
export function parseJobScript(value: unknown): JobScript {
  const script = checked('job', value, JOB_SHAPE, []) as JobScript;
  script.steps?.forEach((step, index) => checked(`job.steps[${index}]`, step, STEP_SHAPE, ['state']));
  return script;
}

/** Reads the name of a cluster from parsed JSON. Throws BadInput. */
export function parseClusterName(value: unknown): string {
  return (checked('cluster', value, NAME_SHAPE, ['name']) as { readonly name: string }).name;
}

/** Reads the settings of an API gateway from parsed JSON. Throws BadInput. */
export function parseGatewaySettings(value: unknown): { readonly enabled?: boolean; readonly readOnly?: boolean } {
  return checked('gateway', value, GATEWAY_SHAPE, []);
}

function checked(
  name: string,
  value: unknown,
  shape: Shape,
  required: readonly string[],
): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw wrong(name, 'an object');
  const given = value as Readonly<Record<string, unknown>>;
  const missing = required.filter((member) => given[member] === undefined);
  for (const member of [...missing, ...Object.keys(given)]) {
    const rule = Object.hasOwn(shape, member) ? shape[member] : undefined;
    if (rule === undefined) throw new BadInput(`${name} has no ${member}; it has ${Object.keys(shape).join(', ')}`);
    const [expected, check] = rule;
    if (!check(given[member])) throw wrong(`${name}.${member}`, expected);
  }
  return given;
}

function isFailure(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { code, message, arguments: args } = value as Readonly<Record<string, unknown>>;
  return isText(code) && isText(message) && Array.isArray(args);
}

function wrong(what: string, expected: string): BadInput {
  return new BadInput(`${what} must be ${expected}`);
}
