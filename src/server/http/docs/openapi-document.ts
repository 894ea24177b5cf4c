/** The API as an OpenAPI 3.1 document, generated from the contract. */
import { z } from 'zod';
import { endpointNames, endpoints } from '../../../contract/endpoints/endpoints';
import type { Endpoint } from '../../../contract/endpoints/endpoint';
import type { EndpointName } from '../../../contract/endpoints/endpoint-paths';
import { errorKinds, errorSchema } from '../../../contract/errors';
import type { ParameterDoc } from '../../../contract/kinds/kind';
import { queryParameters, runParameterNames } from '../../../contract/query-parameters';
import { packageVersion } from '../../package-root';

export type Schema = z.core.JSONSchema.JSONSchema;

/** A schema of the contract as JSON Schema. */
export function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return made;
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

/** The query string parameters of an endpoint, its own first. */
function queryParametersOf({ takes, parameters = [] }: Endpoint): readonly ParameterDoc[] {
  if (takes === 'nothing') return parameters;
  const shared = queryParameters.filter(({ name }) => takes === 'filters' || runParameterNames.has(name));
  return [...parameters, ...shared];
}

/** The required parameters of an upload. */
const requiredParameters = new Set(['importId', 'files']);

const jsonContent = (schema: Schema) => ({ 'application/json': { schema } });

function operation(name: EndpointName) {
  const endpoint: Endpoint = endpoints[name];
  const { path, method, summary, group, answer, body } = endpoint;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => ({
    name: parameter,
    in: 'path',
    required: true,
    ...pathParameters[parameter],
  }));
  const inQuery = queryParametersOf(endpoint).map((parameter) => ({
    ...parameter,
    in: 'query',
    required: method === 'post' && requiredParameters.has(parameter.name),
  }));
  const requestBody = body && {
    required: true,
    content: body instanceof z.ZodType ? jsonContent(jsonSchema(body)) : { [body]: { schema: {} } },
  };
  const content =
    answer instanceof z.ZodType
      ? jsonContent({ $ref: `#/components/schemas/${name}Answer` })
      : Object.fromEntries(answer.map((type) => [type, { schema: {} }]));
  return {
    operationId: name,
    tags: [group],
    summary,
    parameters: [...inPath, ...inQuery],
    requestBody,
    responses: {
      200: { description: 'Success.', content },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

/** The whole document. */
export function openApiDocument() {
  const paths: Record<string, Record<string, ReturnType<typeof operation>>> = {};
  const schemas: Record<string, Schema> = { Error: jsonSchema(errorSchema) };
  for (const name of endpointNames) {
    const { path, method, answer }: Endpoint = endpoints[name];
    paths[path] = { ...paths[path], [method]: operation(name) };
    if (answer instanceof z.ZodType) schemas[`${name}Answer`] = jsonSchema(answer);
  }
  const errors = Object.values(errorKinds).map(({ status, meaning }) => `- ${status}: ${meaning}`);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Second Look',
      version: packageVersion,
      summary: 'The results of classify jobs, sample by sample.',
      description: `The query string of the dashboard is the query string of this API. Paths in the group "studio" are those of Edge Impulse Studio; its official client works against this server as it is.\n\nErrors, by status:\n\n${errors.join('\n')}`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'studio', description: "Studio's own paths and shapes." },
      { name: 'second-look', description: 'What Second Look adds; takes the same filters.' },
    ],
    security: [{}, { accessToken: [] }],
    paths,
    components: {
      schemas,
      responses: {
        Error: {
          description: 'Something is wrong; the error says what.',
          content: jsonContent({ $ref: '#/components/schemas/Error' }),
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

export const docsAnswer = (body: string, type: string): Response =>
  new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-cache' } });

let document: string | undefined;

/** `GET /openapi.json` */
export const openApi = (): Response =>
  docsAnswer((document ??= JSON.stringify(openApiDocument())), 'application/json');
