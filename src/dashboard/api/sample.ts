/** Query options for one sample (its entry with its neighbours) and for its signal, and the URL of its media. */
import { queryOptions } from '@tanstack/react-query';
import { emptyQuery, printQuery, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import { sampleAnswerSchema, signalSchema } from '../../contract/schemas/sample-answers';
import type { SamplePlace } from '../../contract/schemas/sample-place';
import { addressOf, request, RequestError, type Parameters } from './client';
import { trialRetry } from './trial-retry';

/** The parameters of a query that choose the run. */
export function runParameters({ impulseId, variant, run }: Query): Parameters {
  return printQuery({ ...emptyQuery, impulseId, variant, run });
}

export function sampleOptions(projectId: number, sampleId: number, query: Query) {
  const parameters = printQuery({ ...query, limit: emptyQuery.limit, offset: emptyQuery.offset });
  return queryOptions({
    queryKey: ['sample', projectId, sampleId, queryString(parameters)],
    ...trialRetry(query),
    queryFn: ({ signal }) =>
      request(addressOf('sample', { projectId, sampleId }, parameters), sampleAnswerSchema, { signal }),
    // Do not repeat a failed request because another part of the page shows it too.
    retryOnMount: (found) => found.getObserversCount() < 2,
  });
}

/** The position of a damaged sample, from the error of its request. */
export const placeOfDamaged = (error: unknown): SamplePlace | undefined =>
  error instanceof RequestError ? error.place : undefined;

/** The signal, thinned to at most `points` per sensor, optionally of a range in milliseconds. */
export function signalOptions(
  projectId: number,
  sampleId: number,
  query: Query,
  { points, from, to }: { points: number; from?: number; to?: number },
) {
  const parameters: Parameters = [
    ...runParameters(query),
    ['points', String(points)],
    ...Object.entries({ from, to }).flatMap(([name, time]): Parameters =>
      time === undefined ? [] : [[name, String(time)]],
    ),
  ];
  return queryOptions({
    queryKey: ['signal', projectId, sampleId, queryString(parameters)],
    queryFn: ({ signal }) =>
      request(addressOf('signal', { projectId, sampleId }, parameters), signalSchema, { signal }),
    staleTime: Infinity,
  });
}

/** The URL of a sample's picture, sound or video. */
export const mediaAddress = (
  kind: 'rawDataImage' | 'rawDataWav' | 'rawDataVideo',
  projectId: number,
  sampleId: number,
  query: Query,
) => addressOf(kind, { projectId, sampleId }, runParameters(query));
