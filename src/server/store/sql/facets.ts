/** The facets of a summary: the columns that they are counted from, and the words of their values. */
import { choiceFieldNames, isChoiceField, type ChoiceFieldName } from '../../../contract/fields';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import type { Query } from '../../../contract/query';
import type { Facet } from '../../../contract/schemas/summary';
import { facetFields, hasPart, type SummaryParts } from '../../../contract/schemas/summary-parts';
import { boxErrors, verdictWords } from '../../../contract/verdict-words';
import { isSampleChoice } from '../fields-by-kind';
import type { Dictionary, OwnerCodes } from './dictionary';
import { facetOf, topCodes, type ChosenValue, type ColumnCounts } from './facet-counts';
import { flagWords, ownerOf, reasonOwner } from './schema';
import { nullWordCode } from './verdict-parts';

/** A facet to compute. */
export interface FacetPlan {
  column: string;
  /** The source of its words: the owner of a dictionary, or all words by code from 1. */
  words: { owner: number } | { list: readonly string[] };
  /** The code of null, if it is a value; codes of words follow it. */
  nullCode?: number;
  /** The values that the user selected or excluded. */
  chosen: readonly ChoiceValue[];
  /** The filters that are ignored for it. */
  but: readonly string[];
}

function wordsOf(name: ChoiceFieldName): Pick<FacetPlan, 'words' | 'nullCode'> {
  if (isSampleChoice(name) || name === 'block') return { words: { owner: ownerOf(name) } };
  if (name === 'verdict') return { words: { list: verdictWords } };
  if (name === 'boxError') return { words: { list: boxErrors } };
  return { words: { owner: ownerOf(name) }, nullCode: nullWordCode };
}

/** The filters that a field's own facet ignores. */
export const ownFilters = (name: string): string[] => [name, `not.${name}`];

/** The plans of the requested facets; metadata keys are given with their owners. */
export function facetPlans(
  { filters, not }: Pick<Query, 'filters' | 'not'>,
  parts: SummaryParts,
  keys: readonly { key: string; owner: number }[],
): FacetPlan[] {
  const plans = facetFields
    .filter((name) => hasPart(parts, `facet:${name}`))
    .map((name): FacetPlan => {
      const common = { column: `facet:${name}`, but: ownFilters(name) };
      if (isChoiceField(name)) {
        return { ...common, ...wordsOf(name), chosen: [...(filters[name] ?? []), ...(not[name] ?? [])] };
      }
      const chosen = filters[name] === undefined ? [] : [String(filters[name])];
      return { ...common, words: { list: flagWords }, chosen };
    });
  for (const { key, owner } of keys) {
    const items = filters.metadata?.items.filter((item) => item.key === key) ?? [];
    const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
    plans.push({ column: `metadata:${key}`, words: { owner }, chosen, but: ['metadata'] });
  }
  if (hasPart(parts, 'reasons')) {
    plans.push({ column: 'reasons', words: { owner: reasonOwner }, chosen: [], but: [] });
  }
  return plans;
}

/** The selected values with their codes; `undefined` for those that the run does not have. */
async function chosenOf(dictionary: Dictionary, plan: FacetPlan): Promise<ChosenValue[]> {
  const { words, nullCode, chosen } = plan;
  const texts = chosen.flatMap((value) => value ?? []);
  const codes =
    'list' in words
      ? new Map(words.list.map((word, at) => [word, at + 1]))
      : await dictionary.codesOf(words.owner, texts);
  return chosen.map((value) => {
    if (value === null) return { value, code: nullCode };
    const code = codes.get(value);
    return { value, code: code === undefined ? undefined : code + (nullCode ?? 0) };
  });
}

/** The facets of the plans, by column; all their words are looked up at once. */
export async function facetsOf(
  dictionary: Dictionary,
  plans: readonly FacetPlan[],
  countsOf: (column: string) => ColumnCounts,
): Promise<Map<string, Facet>> {
  const tops = plans.map(({ column, nullCode }) => topCodes(countsOf(column), nullCode));
  const listed = plans.flatMap(({ words, nullCode = 0 }, at): OwnerCodes[] => {
    if ('list' in words) return [];
    const codes = (tops[at]?.top ?? []).map((code) => code - nullCode).filter((code) => code > 0);
    return [{ owner: words.owner, codes }];
  });
  const wordOf = await dictionary.wordsOf(listed);
  const facets = new Map<string, Facet>();
  for (const [at, plan] of plans.entries()) {
    const { words, nullCode } = plan;
    const chosen = await chosenOf(dictionary, plan);
    const word = (code: number): ChoiceValue => {
      if (code === nullCode) return null;
      if ('list' in words) return words.list[code - 1] ?? '';
      return wordOf(words.owner, code - (nullCode ?? 0));
    };
    const top = tops[at] ?? { top: [], distinct: 0 };
    facets.set(plan.column, facetOf(countsOf(plan.column), top, word, chosen));
  }
  return facets;
}

/** Whether a filter is set, by the names that leave it out: fields, and `not.` and a field. */
export const isSetIn =
  ({ filters, not }: Pick<Query, 'filters' | 'not'>) =>
  (name: string): boolean => {
    if (name === 'surplus') return filters.verdict?.includes('surplus') === true;
    const excluded = choiceFieldNames.find((field) => name === `not.${field}`);
    if (excluded !== undefined) return not[excluded] !== undefined;
    return Object.entries(filters).some(([field, value]) => field === name && value !== undefined);
  };
