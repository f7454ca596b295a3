/** Requests made up from an OpenAPI description: its examples, the edges of what it allows, and what it rules out. */
import { type DescribedOperation } from './api-description.js';

/** What the description makes one expect of an answer. */
export type Expectation = 'success' | 'anything described' | 'refusal';

/** A request to be sent. */
export interface DescribedRequest {
  readonly method: string;
  /** With its query, encoded. */
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
  readonly schema: Schema & { readonly example: unknown };
}

/** Values of parameters by name, as they stand in a request: encoded where they go into a URL. */
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

/** Every request the description of an operation gives rise to. */
export function requestsFor(described: DescribedOperation): readonly DescribedRequest[] {
  const parameters = parametersOf(described);
  const reading = described.method === 'GET';
  const base: Values = new Map(parameters.filter(({ required }) => required).map((each) => [each, [exampleOf(each)]]));
  const make = (expects: Expectation, values: Values, extra: Partial<DescribedRequest> = {}): DescribedRequest => ({
    ...requestOf(described, values),
    expects,
    ...extra,
  });
  const withValue = (parameter: Parameter, ...texts: readonly string[]): Values =>
    new Map([...base, [parameter, texts]]);
  return [
    make(reading ? 'success' : 'anything described', base),
    ...parameters.flatMap((parameter) => [
      make(reading ? 'success' : 'anything described', withValue(parameter, exampleOf(parameter))),
      ...edgesOf(parameter).map((text) => make('anything described', withValue(parameter, text))),
      ...wrongOnes(parameter).map((text) => make('refusal', withValue(parameter, text))),
      ...oddOnes(parameter).map((text) => make('anything described', withValue(parameter, text))),
      ...(parameter.in === 'query'
        ? [
            make('refusal', withValue(parameter, '')),
            make('refusal', withValue(parameter, exampleOf(parameter), exampleOf(parameter))),
          ]
        : []),
      ...(parameter.required && parameter.in === 'query'
        ? [make('refusal', new Map([...base].filter(([each]) => each !== parameter)))]
        : []),
    ]),
    ...bodiesFor(described).map(([body, type]) => make('refusal', base, { body, headers: { 'content-type': type } })),
  ];
}

/** The parameters of an operation. */
export function parametersOf({ operation }: DescribedOperation): readonly Parameter[] {
  return (operation.parameters ?? []) as unknown as readonly Parameter[];
}

function bodiesFor({ method }: DescribedOperation): readonly (readonly [string, string])[] {
  if (method === 'GET') return [];
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

/** Values at the edge of what the schema of a parameter allows. */
function edgesOf(parameter: Parameter): readonly string[] {
  const { default: usual, enum: values = [], maximum, minimum, type } = parameter.schema;
  const edges = [usual, minimum, maximum, ...values, ...(type === 'boolean' ? [true, false] : [])];
  return edges
    .filter((value) => value !== undefined)
    .map((value) => encoded(parameter, JSON.stringify(value).replace(/^"|"$/g, '')));
}

/** Values the schema of a parameter rules out. Of headers nothing is refused: what is not understood is ignored. */
function wrongOnes(parameter: Parameter): readonly string[] {
  const { enum: values, maximum, minimum, pattern, type } = parameter.schema;
  if (parameter.in === 'header') return [];
  const wrong = [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(type === 'integer' ? ['x', '1.5', '1e3x', '0x10', 'true', '٣'] : []),
    ...(type === 'boolean' ? ['x', '2', 'TRUE '] : []),
    ...(values ? ['x', values.join(), `${values[0]}x`] : []),
    ...(pattern === undefined ? [] : ODD_TEXTS.filter((text) => !new RegExp(pattern).test(text))),
  ];
  return wrong.map((value) => encoded(parameter, String(value)));
}

/** Values nobody means, of which the schema says nothing. */
function oddOnes(parameter: Parameter): readonly string[] {
  const { enum: values, pattern, type } = parameter.schema;
  if (parameter.in === 'header') return ['x', '*', '"', ',', ';=', 'x'.repeat(2_000)];
  if (type !== 'string' || values !== undefined || pattern !== undefined) return ODD_ENCODINGS;
  return [...ODD_TEXTS.map((text) => encoded(parameter, text)), ...ODD_ENCODINGS];
}

function encoded(parameter: Parameter, text: string): string {
  return parameter.in === 'header' ? text : encodeURIComponent(text);
}
