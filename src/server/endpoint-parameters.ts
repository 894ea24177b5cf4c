/** What an address says to an endpoint: the query that it takes, and the endpoint's own parameters, all strict. */
import { endpoints } from '../contract/endpoints';
import type { EndpointName } from '../contract/endpoint-paths';
import type { Endpoint } from '../contract/endpoint';
import { SecondLookError } from '../contract/errors';
import { isolatedText } from '../contract/isolated-text';
import type { ParameterDoc } from '../contract/kinds/kind';
import { parseQuery, type Query } from '../contract/query';
import { isReservedName } from '../contract/view-state';
import { readWholeNumber } from '../contract/whole-number';

/** An endpoint's own parameters by name; the readers throw `bad-parameter` for what the declaration does not allow. */
export interface OwnParameters {
  number: (name: string) => number | undefined;
  flag: (name: string) => boolean | undefined;
  text: (name: string) => string | undefined;
}

const runNames = new Set(['variant', 'impulseId', 'run', 'truncateStructuredLabels']);

const refuse = (message: string) => new SecondLookError('bad-parameter', message);

function ownParameters(docs: readonly ParameterDoc[], given: URLSearchParams): OwnParameters {
  const find = (name: string) => {
    const doc = docs.find((candidate) => candidate.name === name);
    if (doc === undefined) throw new Error(`${name} is not declared`);
    return { schema: doc.schema, text: given.get(name) ?? undefined };
  };
  return {
    number: (name) => {
      const { schema, text } = find(name);
      if (text === undefined) return typeof schema.default === 'number' ? schema.default : undefined;
      const isWhole = schema.type === 'integer';
      const decimal = /^-?\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,2})?$/i;
      const value = isWhole ? readWholeNumber(text) : decimal.test(text) ? Number(text) : undefined;
      const least = typeof schema.minimum === 'number' ? schema.minimum : Number.NEGATIVE_INFINITY;
      const most = typeof schema.maximum === 'number' ? schema.maximum : Number.POSITIVE_INFINITY;
      if (value !== undefined && value >= least && value <= most) return value;
      const limits = [
        Number.isFinite(least) ? ` from ${least}` : '',
        Number.isFinite(most) ? ` to ${most}` : '',
      ].join('');
      throw refuse(`"${name}" must be a ${isWhole ? 'whole ' : ''}number${limits}`);
    },
    flag: (name) => {
      const { schema, text } = find(name);
      if (text === undefined) return undefined;
      const allowed = Array.isArray(schema.enum) ? schema.enum.map(String) : ['true', 'false'];
      if (!allowed.includes(text)) throw refuse(`"${name}" must be ${allowed.join(' or ')}`);
      return text === 'true';
    },
    text: (name) => find(name).text,
  };
}

function refuseUnknown(given: URLSearchParams, allowed: ReadonlySet<string>): void {
  for (const name of new Set(given.keys())) {
    if (isReservedName(name)) continue;
    const shown = isolatedText(name.slice(0, 60));
    if (!allowed.has(name))
      throw refuse(`"${shown}" is not a parameter of this endpoint; see /docs for all of them`);
    if (given.getAll(name).length > 1) throw refuse(`"${shown}" is given more than once`);
  }
}

/**
 * The query and the own parameters that an address gives to an endpoint. Throws `bad-parameter` for a name that the
 * endpoint does not take: a filter that nothing would heed must not be taken in silence.
 */
export function endpointParameters(
  name: EndpointName,
  address: string,
): { query: Query; own: OwnParameters; given: URLSearchParams } {
  const endpoint: Endpoint = endpoints[name];
  const given = new URL(address).searchParams;
  const docs = endpoint.parameters ?? [];
  const ownNames = docs.map((doc) => doc.name);
  const own = ownParameters(docs, given);
  if (endpoint.takes === 'filters') return { query: parseQuery(given, ownNames), own, given };
  refuseUnknown(given, new Set([...ownNames, ...(endpoint.takes === 'run' ? runNames : [])]));
  const choice = new URLSearchParams(
    endpoint.takes === 'run' ? [...given].filter(([key]) => runNames.has(key)) : [],
  );
  return { query: parseQuery(choice), own, given };
}
