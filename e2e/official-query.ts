/** Converts a query's texts to the types of the official client: numbers, booleans, dates. */
import type { EdgeImpulseApi } from 'edge-impulse-api';
import type { Parameters } from './judge';

type OfficialQuery = NonNullable<
  globalThis.Parameters<EdgeImpulseApi['classify']['getClassifyJobResultPage']>[1]
>;

/** The client's own parameters; the others can only be sent by other clients. */
export const officialNames = [
  'limit',
  'offset',
  'variant',
  'impulseId',
  'truncateStructuredLabels',
  'labels',
  'filename',
  'maxLength',
  'minLength',
  'minFrequency',
  'maxFrequency',
  'signatureValidity',
  'minLabel',
  'maxLabel',
  'search',
  'dataType',
  'minId',
  'maxId',
  'metadata',
  'minDate',
  'maxDate',
] as const satisfies readonly (keyof OfficialQuery)[];

/** Milliseconds since 1970; a date or time without a zone is UTC. */
function momentOf(text: string): number {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
  return new Date(hasZone ? text : `${text}Z`).getTime();
}

const numberIn = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const dateIn = (text: string | undefined) => (text === undefined ? undefined : new Date(momentOf(text)));
const oneOf = <Value extends string>(text: string | undefined, values: readonly Value[]) =>
  values.find((value) => value === text);

/** The query for the client; a text that its types do not allow is left out. */
export function officialQuery(parameters: Parameters): OfficialQuery {
  const { labels, filename, search, metadata } = parameters;
  return {
    limit: numberIn(parameters['limit']),
    offset: numberIn(parameters['offset']),
    variant: oneOf(parameters['variant'], ['int8', 'float32', 'akida']),
    impulseId: numberIn(parameters['impulseId']),
    truncateStructuredLabels:
      parameters['truncateStructuredLabels'] === undefined
        ? undefined
        : parameters['truncateStructuredLabels'] === 'true',
    labels,
    filename,
    search,
    metadata,
    maxLength: numberIn(parameters['maxLength']),
    minLength: numberIn(parameters['minLength']),
    minFrequency: numberIn(parameters['minFrequency']),
    maxFrequency: numberIn(parameters['maxFrequency']),
    signatureValidity: oneOf(parameters['signatureValidity'], ['both', 'valid', 'invalid']),
    minLabel: numberIn(parameters['minLabel']),
    maxLabel: numberIn(parameters['maxLabel']),
    dataType: oneOf(parameters['dataType'], ['audio', 'image']),
    minId: numberIn(parameters['minId']),
    maxId: numberIn(parameters['maxId']),
    minDate: dateIn(parameters['minDate']),
    maxDate: dateIn(parameters['maxDate']),
  };
}
