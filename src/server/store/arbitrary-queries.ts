/** Random queries and summaries whose values are mostly those of a run, so that they match something. */
import fc from 'fast-check';
import type { ChoiceField } from '../../contract/field';
import {
  choiceFieldNames,
  fieldNames,
  fields,
  isSampleField,
  sortKeys,
  verdictFieldNames,
  type ChoiceFieldName,
  type FieldName,
  type FieldNameOfKind,
  type SampleFieldName,
} from '../../contract/fields';
import type { ChoiceValue, MetadataFilter, RangeValue } from '../../contract/kinds/kind';
import type { Exclusions } from '../../contract/exclusions';
import type { Filters, Query } from '../../contract/query';
import type { Trial } from '../../contract/trial';
import { units } from '../../contract/summary';
import { facetFields, type SummaryChoice } from '../../contract/summary-parts';
import { isGroupKey } from '../../contract/view-state';
import type { SampleFacts } from '../../domain/sample-values';
import type { Verdict } from '../../domain/verdict';
import { oddKeys, oddWords } from './store-fixtures';

/**
 * The number of random queries in a test. Each commit uses other ones, so a few are enough for one run;
 * `SECOND_LOOK_CASES=full` uses the larger number.
 */
export const randomCases = (short: number, full: number): number =>
  process.env['SECOND_LOOK_CASES'] === 'full' ? full : short;

/** The values of the samples of a run. */
export type RunFacts = readonly SampleFacts[];

type RangeName = FieldNameOfKind<'range'>;

const verdictWords: Record<Exclude<ChoiceFieldName, SampleFieldName>, (verdict: Verdict) => ChoiceValue[]> = {
  expected: ({ expected }) => [expected],
  said: ({ said }) => [said],
  verdict: ({ result, kind }) => [result, kind ?? result],
  boxError: ({ boxError }) => (boxError === null ? [] : [boxError]),
  block: ({ block }) => [String(block)],
};

function wordsIn(facts: RunFacts, name: ChoiceFieldName): ChoiceValue[] {
  if (isSampleField(name)) return facts.flatMap(({ values }) => values[name].all);
  return facts.flatMap(({ verdicts }) => verdicts.flatMap(verdictWords[name]));
}

const isChoice = (name: FieldName): name is ChoiceFieldName => fields[name].kind === 'choice';
const isRange = (name: FieldName): name is RangeName => fields[name].kind === 'range';

function numbersIn(facts: RunFacts, name: RangeName): number[] {
  const numbers =
    name === 'score' || name === 'margin' || name === 'error' || name === 'overlap'
      ? facts.flatMap(({ verdicts }) => verdicts.map((verdict) => verdict[name]))
      : facts.map(({ values }) => values[name]);
  return numbers.filter((number) => number !== null);
}

/** Mostly one of the existing values, sometimes one of the others. */
function mostly<Value>(there: readonly Value[], others: readonly Value[]): fc.Arbitrary<Value> {
  const other = fc.constantFrom(...others);
  if (there.length === 0) return other;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: other });
}

/** An arbitrary value, given the values of one sample that the query should match. */
type Aimed<Value> = (own: RunFacts) => fc.Arbitrary<Value>;

/** Mostly a value of the targeted sample, otherwise one of the run, sometimes one of the others. */
function aimed<Value>(
  facts: RunFacts,
  valuesOf: (facts: RunFacts) => readonly Value[],
  others: readonly Value[],
): Aimed<Value> {
  const ofRun = mostly(valuesOf(facts), others);
  return (own) => {
    const values = valuesOf(own);
    if (values.length === 0) return ofRun;
    return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: ofRun });
  };
}

/** Well-formed text, which is what the contract allows for selected values. */
const wellFormed = (words: readonly ChoiceValue[]) => words.map((word) => word?.toWellFormed() ?? null);

function aimedWord(facts: RunFacts, name: ChoiceFieldName): Aimed<ChoiceValue> {
  const field: ChoiceField = fields[name];
  const isAllowed = (word: ChoiceValue) => word !== null || field.nullable !== undefined;
  const nothing = field.nullable === undefined ? [] : [null, 'null', 'missed'];
  const wordsOf = (some: RunFacts) => wellFormed(wordsIn(some, name).filter(isAllowed));
  return aimed(facts, wordsOf, field.options ?? [...wellFormed(oddWords), ...nothing]);
}

function aimedChoice(facts: RunFacts, name: ChoiceFieldName): Aimed<ChoiceValue[]> {
  const field: ChoiceField = fields[name];
  const word = aimedWord(facts, name);
  return (own) => fc.uniqueArray(word(own), { minLength: 1, maxLength: field.form === 'one' ? 1 : 3 });
}

const bounds = (min: fc.Arbitrary<number>, max: fc.Arbitrary<number>): fc.Arbitrary<RangeValue> =>
  fc.oneof(fc.record({ min }), fc.record({ min }), fc.record({ max }), fc.record({ min, max }));

const someNumbers = [-1.5, -0, 0, 0.1, 0.25, 0.5, 0.75, 1, 3, 1e9];
const someMoments = [1704067200000, 1704067200001, 1719741600000];
const someTexts = [
  'IDLE',
  'e',
  'é',
  '.',
  '%',
  '_',
  '*',
  'b',
  'wav',
  'σας',
  'i',
  '\u0000',
  'a b',
  '5',
  ' wav  idle',
];

function metadataFilter(facts: RunFacts): fc.Arbitrary<MetadataFilter> {
  const pairs = facts.flatMap(({ values }) => values.metadata);
  const key = mostly(
    pairs.map(([name]) => name.toWellFormed()),
    [...oddKeys, 'none'],
  );
  const value = mostly(
    pairs.map(([, text]) => text.toWellFormed()),
    oddWords.map((word) => word.toWellFormed()),
  );
  const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
  const item = fc.oneof(
    fc.record(
      { key, op: fc.constant('eq' as const), values, exclude: values },
      { requiredKeys: ['key', 'op'] },
    ),
    fc.record({ key, op: fc.constant('neq' as const), values }, { requiredKeys: ['key', 'op'] }),
  );
  return fc.record(
    {
      items: fc.array(item, { maxLength: 3 }),
      noMetadata: fc.boolean(),
      combinator: fc.constantFrom('and' as const, 'or' as const),
    },
    { requiredKeys: ['items', 'noMetadata'] },
  );
}

function aimedRange(facts: RunFacts, name: RangeName): Aimed<RangeValue> {
  const min = aimed(facts, (some) => numbersIn(some, name), someNumbers);
  const max = mostly(numbersIn(facts, name), someNumbers);
  return (own) => bounds(min(own), max);
}

function hasValue(own: RunFacts, name: FieldName): boolean {
  if (isChoice(name)) return wordsIn(own, name).length > 0;
  return isRange(name) ? numbersIn(own, name).length > 0 : true;
}

function allFilters(facts: RunFacts): Aimed<Filters> {
  const moments = facts.map(({ values }) => values.added).filter((moment) => moment !== null);
  const moment = mostly(moments, someMoments);
  const text = fc.constantFrom(...someTexts);
  const always =
    <Value>(arbitrary: fc.Arbitrary<Value>): Aimed<Value> =>
    () =>
      arbitrary;
  const choice = (name: ChoiceFieldName) => aimedChoice(facts, name);
  const range = (name: RangeName) => aimedRange(facts, name);
  const makers = {
    outcome: choice('outcome'),
    label: choice('label'),
    prediction: choice('prediction'),
    confidence: range('confidence'),
    anomaly: range('anomaly'),
    f1: range('f1'),
    wrong: range('wrong'),
    verdict: choice('verdict'),
    boxError: choice('boxError'),
    score: range('score'),
    margin: range('margin'),
    error: range('error'),
    overlap: range('overlap'),
    metadata: always(metadataFilter(facts)),
    device: choice('device'),
    category: choice('category'),
    dataType: choice('dataType'),
    length: range('length'),
    frequency: range('frequency'),
    added: always(bounds(moment, moment)),
    id: range('id'),
    labelNumber: range('labelNumber'),
    signature: choice('signature'),
    disabled: always(fc.boolean()),
    filename: always(text),
    search: always(text),
    expected: choice('expected'),
    said: choice('said'),
    block: choice('block'),
  } satisfies Record<Exclude<FieldName, 'worst'>, Aimed<Filters[FieldName]>>;
  return (own) => {
    const verdictNames = verdictFieldNames.filter((name) => hasValue(own, name));
    const likely = [...fieldNames.filter((name) => hasValue(own, name)), ...verdictNames, ...verdictNames];
    // Mostly those of verdicts. With many filters hardly any sample would be left.
    const names = fc.uniqueArray(mostly(likely, fieldNames), { maxLength: 4 });
    return names.chain((few) =>
      fc.record<Filters>(
        Object.fromEntries(
          Object.entries(makers)
            .filter(([filter]) => few.some((one) => one === filter))
            .map(([filter, maker]) => [filter, maker(own)]),
        ),
      ),
    );
  };
}

/** Mostly none, since each excludes much. */
function exclusions(facts: RunFacts): fc.Arbitrary<Exclusions> {
  const words = new Map(choiceFieldNames.map((name) => [name, aimedWord(facts, name)([])]));
  const one = fc
    .constantFrom(...words)
    .chain(([name, word]) =>
      fc.uniqueArray(word, { minLength: 1, maxLength: 2 }).map((values): Exclusions => ({ [name]: values })),
    );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Exclusions>({}) },
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([first, second]) => ({ ...first, ...second })) },
  );
}

/** Random queries, each targeting one verdict of a sample of the run; a third of them under one of the trials. */
export function queriesOf(facts: RunFacts, trials: readonly Trial[] = []): fc.Arbitrary<Query> {
  const targets = facts.flatMap((one) =>
    one.verdicts.length === 0 ? [one] : one.verdicts.map((verdict) => ({ ...one, verdicts: [verdict] })),
  );
  const filters = allFilters(facts);
  const target = targets.length === 0 ? fc.constant([]) : fc.constantFrom(...targets).map((own) => [own]);
  return fc.record({
    filters: target.chain(filters),
    not: exclusions(facts),
    trial: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Trial>([]) },
      { weight: 1, arbitrary: fc.constantFrom<Trial[]>(...trials, ...(trials.length === 0 ? [[]] : [])) },
    ),
    sort: fc.uniqueArray(fc.record({ key: fc.constantFrom(...sortKeys), descending: fc.boolean() }), {
      maxLength: 3,
      selector: ({ key }) => key,
    }),
    limit: fc.constantFrom(1, 7, 1000),
    offset: fc.constantFrom(0, 0, 5, 1000),
    truncateStructuredLabels: fc.constant(false),
  });
}

const histogramParts = fieldNames
  .filter((name) => fields[name].kind === 'range' || fields[name].kind === 'date')
  .map((name) => `histogram:${name}`);

/** Random choices of what a summary counts, including parts, blocks and keys that no sample has. */
export function choicesOf(facts: RunFacts): fc.Arbitrary<SummaryChoice> {
  const metadataKeys = facts.flatMap(({ values }) => values.metadata.map(([key]) => key.toWellFormed()));
  const parts = [
    'metadata',
    'matrix',
    'reasons',
    ...facetFields.map((name) => `facet:${name}`),
    ...histogramParts,
    ...[...new Set([...metadataKeys, 'none'])].slice(0, 8).map((key) => `metadata:${key}`),
  ];
  const verdicts = facts.flatMap((one) => one.verdicts);
  const keys = verdicts.flatMap(({ key }) => key?.toWellFormed() ?? []);
  const block = mostly(
    verdicts.map((verdict) => String(verdict.block)),
    ['99'],
  );
  const group = mostly(metadataKeys.filter(isGroupKey), ['none']);
  return fc.record({
    parts: fc.option(
      fc.subarray(parts).map((kept) => new Set(kept)),
      { nil: undefined },
    ),
    unit: fc.constantFrom(...units),
    matrix: fc.record({ block, key: mostly(keys, ['none']) }, { requiredKeys: [] }),
    group: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: group }),
  });
}
