import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, type OperationObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

import { describeApi } from '../../apps/gateway/src/openapi/serve-docs.js';

/** A received response, with its body as text. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An operation, with its method and its path template. */
export interface DescribedOperation {
  readonly method: string;
  readonly template: string;
  readonly operation: OperationObject;
}

type Responses = Readonly<Record<string, DescribedResponse | undefined>>;
interface DescribedContent {
  readonly examples?: Readonly<Record<string, unknown>>;
  readonly schema?: { readonly $ref?: string };
}
interface DescribedResponse {
  readonly content?: Readonly<Record<string, DescribedContent>>;
  readonly headers?: Readonly<Record<string, { readonly $ref?: string; readonly required?: boolean }>>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const PROBLEM_TYPES = ['application/problem+json', 'application/json', 'application/hal+json'];
const PROBLEM_SCHEMA = '/components/schemas/Problem';
/** Keywords of OpenAPI 3.0 that a JSON schema validator does not know. */
const VOCABULARY = ['example', 'openapi', 'info', 'paths', 'components', 'tags', 'servers'];

/** Checks responses against the gateway's OpenAPI description. Everything that is not described is a fault. */
export class ApiDescription {
  static #shared: ApiDescription | undefined;
  readonly operations: readonly DescribedOperation[];
  readonly #ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, validateSchema: false });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenAPIObject) {
    formats.default(this.#ajv);
    this.#ajv.addVocabulary(VOCABULARY);
    this.#ajv.addSchema(document, 'openapi');
    this.operations = Object.entries(document.paths).flatMap(([template, path]) =>
      Object.entries(path as object)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          template,
          operation: operation as OperationObject,
        })),
    );
  }

  /** The description of a gateway. It is created once, because all gateways have the same one. */
  static of(app: NestFastifyApplication): ApiDescription {
    ApiDescription.#shared ??= new ApiDescription(JSON.parse(JSON.stringify(describeApi(app))) as OpenAPIObject);
    return ApiDescription.#shared;
  }

  /** Throws if a response does not match the description; the message contains the body of the response. */
  verify(method: string, target: string, answer: ReceivedAnswer): void {
    const [path = ''] = target.split('?');
    const faults = this.faults(method, path, answer);
    if (faults.length > 0)
      throw new Error(`the response to ${method} ${target} is not as described: ${faults.join('; ')}: ${answer.text}`);
  }

  /**
   * The operation for a request; `path` has no query. A template that equals the path takes precedence, even if
   * it lacks the method. A slash at the end is ignored.
   */
  operationOf(method: string, given: string): DescribedOperation | undefined {
    const path = given.length > 1 && given.endsWith('/') ? given.slice(0, -1) : given;
    const isLiteral = this.operations.some(({ template }) => template === path);
    return this.operations.find(
      (each) => each.method === method && (isLiteral ? each.template === path : fits(each.template, path)),
    );
  }

  /** The differences between a response and the description. The HTML documentation and the description itself pass. */
  faults(method: string, path: string, answer: ReceivedAnswer): readonly string[] {
    if (path === '/openapi.json' || path === '/docs' || path.startsWith('/docs/')) return [];
    if (method === 'HEAD') return answer.text === '' ? [] : ['the response to HEAD has a body'];
    const found = this.operationOf(method, path);
    if (found === undefined) {
      // The sign-in comes first, and its checks of what browsers send.
      const early = ['unauthorized', 'cross-site-request', 'malformed-request'] as const;
      return this.#problemFaults(answer, ['unknown-route', 'method-not-allowed', ...early]);
    }
    const { operation, template } = found;
    const response = (operation.responses as Responses)[String(answer.status)];
    if (response === undefined) return [`status ${answer.status} is not described`];
    const pointer = `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${answer.status}`;
    return [...this.#headerFaults(response, answer), ...this.#contentFaults(response, answer, pointer)];
  }

  /** The violations of a schema of the description, for example `/components/schemas/Job`. */
  valueFaults(pointer: string, value: unknown): readonly string[] {
    const validate = this.#validatorOf(pointer);
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || 'the value'} ${message} ${JSON.stringify(params)}`,
    );
  }

  #validatorOf(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile({ $ref: `openapi#${pointer}` });
    this.#validators.set(pointer, compiled);
    return compiled;
  }

  #contentFaults({ content }: DescribedResponse, answer: ReceivedAnswer, pointer: string): readonly string[] {
    if (content === undefined) return answer.text === '' ? [] : ['a body is not described'];
    const type = mediaType(answer);
    const described = content[type];
    if (described === undefined) return [`content type ${type} is not described`];
    if (described.schema?.$ref === `#${PROBLEM_SCHEMA}`)
      return this.#problemFaults(answer, Object.keys(described.examples ?? {}));
    const value: unknown = type === 'application/json' ? JSON.parse(answer.text) : answer.text;
    return this.valueFaults(`${pointer}/content/${escaped(type)}/schema`, value);
  }

  #problemFaults(answer: ReceivedAnswer, slugs: readonly string[]): readonly string[] {
    if (!PROBLEM_TYPES.includes(mediaType(answer)))
      return [`the content type of status ${answer.status} is ${mediaType(answer)}, not that of a problem`];
    const body = JSON.parse(answer.text) as { readonly type?: string; readonly status?: number };
    const slug = body.type?.split('#')[1] ?? '';
    return [
      ...(slugs.includes(slug) ? [] : [`problem ${slug} is not described for ${answer.status}`]),
      ...(body.status === answer.status ? [] : [`the status in the body is ${body.status}`]),
      ...this.valueFaults(PROBLEM_SCHEMA, body),
    ];
  }

  #headerFaults({ headers = {} }: DescribedResponse, answer: ReceivedAnswer): readonly string[] {
    return Object.entries(headers).flatMap(([name, header]) => {
      const { required } = header.$ref === undefined ? header : this.#headerAt(header.$ref);
      return required && !answer.headers.has(name) ? [`header ${name} is missing`] : [];
    });
  }

  #headerAt(ref: string): { readonly required?: boolean } {
    const name = ref.replace('#/components/headers/', '');
    return (this.document.components?.headers?.[name] ?? {}) as { readonly required?: boolean };
  }
}

function mediaType({ headers }: ReceivedAnswer): string {
  return headers.get('content-type')?.split(';')[0]?.trim() ?? 'none';
}

function fits(template: string, path: string): boolean {
  const segments = path.split('/');
  const expected = template.split('/');
  return (
    segments.length === expected.length &&
    expected.every((part, index) => part.startsWith('{') || part === segments[index])
  );
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
