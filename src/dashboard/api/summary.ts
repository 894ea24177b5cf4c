/** Query options for the summary, under the screen's filters and of the whole run, with the parts that are shown. */
import { queryOptions } from '@tanstack/react-query';
import { fieldNames, fields, isVerdictField, type FieldName } from '../../contract/fields';
import { emptyQuery, printQuery, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import { summarySchema } from '../../contract/schemas/summary';
import { addressOf, request } from './client';
import { trialRetry } from './trial-retry';

/** The part of a query that a summary depends on; sort and paging do not affect it. */
export const summaryQuery = (query: Query): Query => ({
  ...query,
  sort: [],
  limit: emptyQuery.limit,
  offset: emptyQuery.offset,
  truncateStructuredLabels: false,
});

/** The part with the counts of one field. */
export const fieldPart = (name: FieldName): string => {
  const { kind } = fields[name];
  return `${kind === 'range' || kind === 'date' ? 'histogram' : 'facet'}:${name}`;
};

const isCounted = (name: FieldName) => fields[name].kind !== 'text' && fields[name].kind !== 'metadata';

/** The parts that every screen shows. Counts of verdicts cost more and are requested where they are shown. */
const screenParts: readonly string[] = [
  'metadata',
  'reasons',
  ...fieldNames.filter((name) => isCounted(name) && !isVerdictField(name)).map(fieldPart),
];

export function summaryOptions(projectId: number, query: Query, parts = screenParts, group?: string) {
  const parameters: [string, string][] = [
    ...printQuery(summaryQuery(query)),
    ['parts', JSON.stringify(parts)],
  ];
  if (group !== undefined) parameters.push(['group', group]);
  return queryOptions({
    queryKey: ['summary', projectId, queryString(parameters)],
    ...trialRetry(query),
    queryFn: ({ signal }) =>
      request(addressOf('summary', { projectId }, parameters), summarySchema, { signal }),
  });
}

/** The same with intervals grouped by a metadata key, with the parts that the headline shows. */
export const headlineOptions = (projectId: number, query: Query, group: string | undefined) =>
  group === undefined
    ? summaryOptions(projectId, query)
    : summaryOptions(projectId, query, ['reasons'], group);

/** The summary of the whole run, for everything that must not change with the filters: colours, axes, all values. */
export const wholeSummaryOptions = (projectId: number, query: Query, parts = screenParts) =>
  summaryOptions(projectId, { ...query, filters: {}, not: {} }, parts);
