/** Parses a URL for an endpoint: the query that it takes, and the endpoint's own parameters, all strict. */
import { endpoints } from '../../contract/endpoints/endpoints';
import type { Endpoint } from '../../contract/endpoints/endpoint';
import type { EndpointName } from '../../contract/endpoints/endpoint-paths';
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';
import type { ParameterDoc } from '../../contract/kinds/kind';
import { parseQuery, type Query } from '../../contract/query';
import { runParameterNames } from '../../contract/query-parameters';
import { isReservedName } from '../../contract/view-state';
import { readWholeNumber } from '../../contract/whole-number';

/** An endpoint's own parameters by name; the readers throw `bad-parameter` for values that are not allowed. */
export interface OwnParameters {
  number: (name: string) => number | undefined;
  flag: (name: string) => boolean | undefined;
  text: (name: string) => string | undefined;
}

export interface EndpointParameters {
  query: Query;
  own: OwnParameters;
  given: URLSearchParams;
}

const refuse = (message: string) => new SecondLookError('bad-parameter', message);

const decimal = /^-?\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,2})?$/i;

function readNumber({ name, schema }: ParameterDoc, text: string): number {
  const isWhole = schema.type === 'integer';
  const value = isWhole ? readWholeNumber(text) : decimal.test(text) ? Number(text) : undefined;
  const { minimum, maximum } = schema;
  const isAllowed =
    value !== undefined &&
    (typeof minimum !== 'number' || value >= minimum) &&
    (typeof maximum !== 'number' || value <= maximum);
  if (isAllowed) return value;
  const limits = [
    minimum === undefined ? '' : ` from ${String(minimum)}`,
    maximum === undefined ? '' : ` to ${String(maximum)}`,
  ].join('');
  throw refuse(`"${name}" must be a ${isWhole ? 'whole ' : ''}number${limits}`);
}

function ownParameters(docs: readonly ParameterDoc[], given: URLSearchParams): OwnParameters {
  const find = (name: string) => {
    const doc = docs.find((candidate) => candidate.name === name);
    if (doc === undefined) throw new Error(`${name} is not declared`);
    return { doc, text: given.get(name) ?? undefined };
  };
  return {
    number: (name) => {
      const { doc, text } = find(name);
      if (text !== undefined) return readNumber(doc, text);
      return typeof doc.schema.default === 'number' ? doc.schema.default : undefined;
    },
    flag: (name) => {
      const { doc, text } = find(name);
      if (text === undefined) return undefined;
      const allowed = Array.isArray(doc.schema.enum) ? doc.schema.enum.map(String) : ['true', 'false'];
      if (!allowed.includes(text)) throw refuse(`"${name}" must be ${allowed.join(' or ')}`);
      return text === 'true';
    },
    text: (name) => find(name).text,
  };
}

function refuseUnknown(given: URLSearchParams, isAllowed: (name: string) => boolean): void {
  for (const name of new Set(given.keys())) {
    if (isReservedName(name)) continue;
    const shown = isolatedText(name.slice(0, 60));
    if (!isAllowed(name))
      throw refuse(`"${shown}" is not a parameter of this endpoint; see /docs for all of them`);
    if (given.getAll(name).length > 1) throw refuse(`"${shown}" is given more than once`);
  }
}

/**
 * The query and the own parameters in a URL for an endpoint. Throws `bad-parameter` for a name that the endpoint
 * does not take: a filter must not be silently ignored.
 */
export function endpointParameters(name: EndpointName, address: string): EndpointParameters {
  const { parameters = [], takes }: Endpoint = endpoints[name];
  const given = new URL(address).searchParams;
  const ownNames = parameters.map((doc) => doc.name);
  const own = ownParameters(parameters, given);
  if (takes === 'filters') return { query: parseQuery(given, ownNames), own, given };
  const choosesRun = (key: string) => takes === 'run' && runParameterNames.has(key);
  refuseUnknown(given, (key) => ownNames.includes(key) || choosesRun(key));
  const choice = new URLSearchParams([...given].filter(([key]) => choosesRun(key)));
  return { query: parseQuery(choice), own, given };
}
