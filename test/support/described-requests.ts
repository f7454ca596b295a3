/** Requests generated from an OpenAPI description: its examples, values at its limits, and values it does not allow. */
import { type DescribedOperation } from './api-description.js';

/** The result that the description leads a client to expect. */
export type Expectation = 'success' | 'anything described' | 'client error';

/** A generated request. */
export interface DescribedRequest {
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expects: Expectation;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly description?: string;
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly allowEmptyValue?: boolean;
  readonly schema: Schema & { readonly example: unknown };
}

/** The values of parameters as a request contains them: encoded in a URL, unchanged in a header. */
type Values = ReadonlyMap<Parameter, readonly string[]>;

const ODD_TEXTS = [
  '*',
  '!',
  'null',
  '!null',
  '<5',
  '>=x',
  '1..2',
  '"',
  '{a',
  '|',
  'a|',
  'ä',
  '\u0000',
  ',',
  '.',
  '~',
  'x'.repeat(2_000),
];
const ODD_ENCODINGS = ['%zz', '%ff', '+', '%2e%2e', '%2F', '%00'];
const ODD_BODIES = ['[]', '{"a":1}', '"text"', 'null', '{', '{"__proto__":1}', `{"a":"${'x'.repeat(20_000)}"}`];

/** Of the odd values of a parameter that several operations have, all but the first try one in this many. */
const SHARE_OF_VALUES = 4;

/**
 * All requests for an operation: one value of one parameter is varied at a time. `known` has the parameters of the
 * operations before it, and gets those of this one.
 */
export function requestsFor(described: DescribedOperation, known: Set<string>): readonly DescribedRequest[] {
  const parameters = parametersOf(described);
  const reading = isReading(described);
  const base: Values = new Map(parameters.filter(({ required }) => required).map((each) => [each, [exampleOf(each)]]));
  const create = (expects: Expectation, values: Values, extra: Partial<DescribedRequest> = {}): DescribedRequest => ({
    ...requestOf(described, values),
    expects,
    ...extra,
  });
  const withValue = (parameter: Parameter, ...texts: readonly string[]): Values =>
    new Map([...base, [parameter, texts]]);
  const oddValues = (parameter: Parameter, index: number): readonly string[] => {
    const text = JSON.stringify(parameter);
    const values = oddValuesOf(parameter);
    if (!known.has(text)) {
      known.add(text);
      return values;
    }
    return values.filter((_, at) => (at + index) % SHARE_OF_VALUES === 0);
  };
  return [
    create(reading ? 'success' : 'anything described', base),
    ...parameters.flatMap((parameter, index) => [
      // A header can confine the request to other jobs than that of the example.
      create(
        reading && parameter.in !== 'header' ? 'success' : 'anything described',
        withValue(parameter, exampleOf(parameter)),
      ),
      ...limitsOf(parameter).map((text) => create('anything described', withValue(parameter, text))),
      ...invalidValuesOf(parameter).map((text) => create('client error', withValue(parameter, text))),
      ...oddValues(parameter, index).map((text) => create('anything described', withValue(parameter, text))),
      ...(parameter.in === 'query'
        ? [
            ...(parameter.allowEmptyValue ? [] : [create('client error', withValue(parameter, ''))]),
            create('client error', withValue(parameter, exampleOf(parameter), exampleOf(parameter))),
          ]
        : []),
      ...(parameter.required && parameter.in === 'query'
        ? [create('client error', new Map([...base].filter(([each]) => each !== parameter)))]
        : []),
    ]),
    ...bodiesFor(described).map(([body, type]) =>
      create('client error', base, { body, headers: { 'content-type': type } }),
    ),
  ];
}

/** True if an operation returns something; others redirect a browser, and depend on the configuration. */
export function isReading({ method, operation }: DescribedOperation): boolean {
  return method === 'GET' && '200' in operation.responses;
}

/** The parameters of an operation. */
export function parametersOf({ operation }: DescribedOperation): readonly Parameter[] {
  return (operation.parameters ?? []) as unknown as readonly Parameter[];
}

function bodiesFor({ method }: DescribedOperation): readonly (readonly [string, string])[] {
  // Node sends the body of DELETE without its length.
  if (method === 'GET' || method === 'DELETE') return [];
  return [
    ...ODD_BODIES.map((body) => [body, 'application/json'] as const),
    ['{}', 'text/plain'],
    ['a=1', 'application/x-www-form-urlencoded'],
  ];
}

function requestOf({ method, template }: DescribedOperation, values: Values): Omit<DescribedRequest, 'expects'> {
  let path = template;
  const query: string[] = [];
  const headers: Record<string, string> = {};
  for (const [parameter, texts] of values) {
    const { name } = parameter;
    if (parameter.in === 'path') path = path.replace(`{${name}}`, texts[0] ?? '');
    else if (parameter.in === 'query') query.push(...texts.map((text) => `${encodeURIComponent(name)}=${text}`));
    else headers[name] = texts[0] ?? '';
  }
  return {
    method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers,
  };
}

function exampleOf(parameter: Parameter): string {
  return encoded(parameter, String(parameter.schema.example));
}

/** Values at the limits of a parameter's schema. */
function limitsOf(parameter: Parameter): readonly string[] {
  const { default: defaultValue, enum: values = [], maximum, minimum, type } = parameter.schema;
  const limits = [defaultValue, minimum, maximum, ...values, ...(type === 'boolean' ? [true, false] : [])];
  return limits
    .filter((value) => value !== undefined)
    .map((value) => encoded(parameter, JSON.stringify(value).replace(/^"|"$/g, '')));
}

/** Values that a parameter's schema does not allow. There are none for headers, whose invalid values are ignored. */
function invalidValuesOf(parameter: Parameter): readonly string[] {
  const { enum: values, maximum, minimum, pattern, type } = parameter.schema;
  if (parameter.in === 'header') return [];
  const invalid = [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(type === 'integer' ? ['x', '1.5', '1e3x', '0x10', 'true', '٣'] : []),
    ...(type === 'boolean' ? ['x', '2', 'TRUE '] : []),
    ...(values ? ['x', [...values, values[0]].join(), `${values[0]}x`] : []),
    ...(pattern === undefined ? [] : ODD_TEXTS.filter((text) => !new RegExp(pattern).test(text))),
  ];
  return invalid.map((value) => encoded(parameter, String(value)));
}

/** Unusual values that the schema neither allows nor forbids. */
function oddValuesOf(parameter: Parameter): readonly string[] {
  const { enum: values, pattern, type } = parameter.schema;
  if (parameter.in === 'header') return ['x', '*', '"', ',', ';=', 'x'.repeat(2_000)];
  if (type !== 'string' || values !== undefined || pattern !== undefined) return ODD_ENCODINGS;
  return [...ODD_TEXTS.map((text) => encoded(parameter, text)), ...ODD_ENCODINGS];
}

function encoded(parameter: Parameter, text: string): string {
  return parameter.in === 'header' ? text : encodeURIComponent(text);
}
