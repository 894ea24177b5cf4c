/** The API as an OpenAPI 3.1 document, made from the contract. */
import { z } from 'zod';
import { endpoints, errorAnswer, type EndpointName } from '../../contract/endpoints';
import type { Endpoint } from '../../contract/endpoint';
import { errorStatus } from '../../contract/errors';
import type { ParameterDoc } from '../../contract/kinds/kind';
import { queryParameters } from '../../contract/query-parameters';
import { isoDate } from '../../contract/sample';
import { packageVersion } from '../package-root';
import { errorMeanings } from './error-meanings';
import { fieldMeaning } from './field-meanings';

/** A JSON Schema as far as we look into it. */
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
}

const schemaSchema: z.ZodType<Schema> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), schemaSchema).optional();
  },
  required: z.array(z.string()).optional(),
  get items() {
    return schemaSchema.optional();
  },
  get additionalProperties() {
    return z.union([schemaSchema, z.boolean()]).optional();
  },
  get anyOf() {
    return z.array(schemaSchema).optional();
  },
  get oneOf() {
    return z.array(schemaSchema).optional();
  },
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
});

/** Writes the meaning of every field into a schema; what stands in a list or a map has the list's name. */
function describe(schema: Schema, name: string): void {
  for (const [property, inner] of Object.entries(schema.properties ?? {})) {
    const meaning = fieldMeaning(name, property);
    if (meaning !== undefined) inner.description ??= meaning;
    describe(inner, property);
  }
  const nested = [
    schema.items,
    schema.additionalProperties,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
  for (const inner of nested) if (typeof inner === 'object') describe(inner, name);
}

/** A schema of the contract as JSON Schema, with the meaning of every field. */
export function jsonSchema(schema: z.ZodType, name: string): Schema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema === isoDate) json.format = 'date-time';
    },
  });
  const { $schema: _, ...rest } = made;
  const parsed = schemaSchema.parse(rest);
  describe(parsed, name);
  return parsed;
}

const pathParameters: Readonly<Record<string, Omit<ParameterDoc, 'name'>>> = {
  projectId: { schema: { type: 'integer', minimum: 0 }, description: 'The number of the project.' },
  sampleId: { schema: { type: 'integer', minimum: 0 }, description: 'The number of the sample.' },
  run: { schema: { type: 'string' }, description: 'The id of the run.' },
  importId: {
    schema: { type: 'string', format: 'uuid' },
    description: 'The id that the client gave to the import.',
  },
};

const runParameterNames = new Set(['variant', 'impulseId', 'run', 'truncateStructuredLabels']);

/** The parameters in the query string that an endpoint takes: its own first. */
export function parametersOfEndpoint({ takes, parameters = [] }: Endpoint): readonly ParameterDoc[] {
  const shared =
    takes === 'nothing'
      ? []
      : queryParameters.filter(({ name }) => takes === 'filters' || runParameterNames.has(name));
  return [...parameters, ...shared];
}

const requiredParameters = new Set(['importId', 'files']);

function operation(name: EndpointName) {
  const endpoint: Endpoint = endpoints[name];
  const { path, summary, group, answer, body } = endpoint;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => ({
    name: parameter,
    in: 'path',
    required: true,
    ...pathParameters[parameter],
  }));
  const inQuery = parametersOfEndpoint(endpoint).map((parameter) => ({
    ...parameter,
    in: 'query',
    required: endpoint.method === 'post' && requiredParameters.has(parameter.name),
  }));
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: { $ref: `#/components/schemas/${name}Answer` } } }
      : Object.fromEntries(answer.map((type) => [type, { schema: {} }]));
  return {
    operationId: name,
    tags: [group],
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content:
              body instanceof z.ZodType
                ? { 'application/json': { schema: jsonSchema(body, `${name}Body`) } }
                : { [body]: { schema: {} } },
          },
        }),
    responses: {
      200: { description: 'It went well.', content },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

const isEndpointName = (name: string): name is EndpointName => Object.hasOwn(endpoints, name);
export const endpointNames = Object.keys(endpoints).filter(isEndpointName);

function paths() {
  const found = new Map<string, [string, ReturnType<typeof operation>][]>();
  for (const name of endpointNames) {
    const { path, method } = endpoints[name];
    found.set(path, [...(found.get(path) ?? []), [method, operation(name)]]);
  }
  return Object.fromEntries([...found].map(([path, operations]) => [path, Object.fromEntries(operations)]));
}

function schemas() {
  const answers = endpointNames.flatMap((name): [string, Schema][] => {
    const { answer }: Endpoint = endpoints[name];
    return answer instanceof z.ZodType ? [[`${name}Answer`, jsonSchema(answer, name)]] : [];
  });
  return Object.fromEntries([...answers, ['Error', jsonSchema(errorAnswer, 'error')]]);
}

/** The whole document. */
export function openApiDocument() {
  const errors = Object.entries(errorMeanings).map(([kind, meaning]) => {
    const [, status] = Object.entries(errorStatus).find(([known]) => known === kind) ?? [];
    return `${status ?? ''}: ${meaning}`;
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Second Look',
      version: packageVersion,
      summary: 'The results of classify jobs, sample by sample.',
      description: `The query string of the dashboard is the query string of this API. Paths in the group "studio" are those of Edge Impulse Studio; its official client works against this server as it is.\n\nErrors, by status:\n\n${errors.map((line) => `- ${line}`).join('\n')}`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'studio', description: "Studio's own paths and shapes." },
      { name: 'second-look', description: 'What Second Look adds; takes the same filters.' },
    ],
    security: [{}, { accessToken: [] }],
    paths: paths(),
    components: {
      schemas: schemas(),
      responses: {
        Error: {
          description: 'Something is wrong; the error says what.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      securitySchemes: {
        accessToken: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'Only where the server was started with a token.',
        },
      },
    },
  };
}
