/** The codec of the query: it round-trips, prints short parameters, is strict for the API, lenient for the page. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecondLookError } from './errors';
import { exclusionSentence, type Exclusions } from './exclusions';
import { choiceFieldNames, fieldNames, fields, sortKeys, type FieldName } from './fields';
import type { ChoiceField, Field } from './field';
import type { ChoiceValue, FilterValues, KindName } from './kinds/kind';
import {
  emptyQuery,
  filterSentence,
  parametersOf as namesOf,
  parseQuery,
  printQuery,
  readQuery,
  variants,
  type Filters,
  type Query,
} from './query';
import { queryParameters } from './query-parameters';
import { queryString } from './query-string';
import { withTried, type Trial } from './trial';
import { readViewState } from './view-state';

const parametersOf = (text: string) => new URLSearchParams(text);

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((value) => value.toWellFormed());
const bound = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const time = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
const pair = (values: fc.Arbitrary<number>) =>
  fc.oneof(
    values.map((min) => ({ min })),
    values.map((max) => ({ max })),
    fc.record({ min: values, max: values }),
  );
const texts = fc.uniqueArray(
  fc.oneof(text, fc.constantFrom('', '__proto__', '[', '["x"]', 'a,b', ' ', '+', '%41')),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const item = fc.oneof(
  fc.record({ key: fc.oneof(text, fc.constant('__proto__')), op: fc.constant('eq' as const) }),
  fc.record({ key: text, op: fc.constant('eq' as const), values: texts }),
  fc.record({ key: text, op: fc.constant('eq' as const), values: texts, exclude: texts }),
  fc.record({ key: text, op: fc.constant('neq' as const), values: texts }),
);
const metadata = fc
  .tuple(
    fc.array(item, { maxLength: 3 }),
    fc.boolean(),
    fc.constantFrom('and' as const, 'or' as const, undefined),
  )
  .filter(([items, noMetadata]) => items.length > 0 || noMetadata)
  .map(([items, noMetadata, combinator]) => ({ items, noMetadata, ...(combinator && { combinator }) }));

function valueOf(field: Field): fc.Arbitrary<FilterValues[KindName]> {
  switch (field.kind) {
    case 'range':
      return pair(bound);
    case 'date':
      return pair(time);
    case 'text':
      return text.filter((value) => value.trim() !== '');
    case 'flag':
      return fc.boolean();
    case 'metadata':
      return metadata;
    case 'choice': {
      const values = choicesOf(field);
      if (field.form === 'one')
        return values.map((list) => list.slice(0, 1)).filter(([first]) => first !== '');
      return values;
    }
  }
}

function choicesOf({ options, nullable }: ChoiceField): fc.Arbitrary<ChoiceValue[]> {
  const values =
    options === undefined ? texts : fc.uniqueArray(fc.constantFrom(...options), { minLength: 1 });
  return nullable === undefined
    ? values
    : fc.oneof(
        values,
        values.map((list) => [null, ...list]),
      );
}

const not: fc.Arbitrary<Exclusions> = fc
  .uniqueArray(fc.constantFrom(...choiceFieldNames), { maxLength: 3 })
  .chain((names) =>
    fc.tuple(...names.map((name) => choicesOf(fields[name]).map((values) => [name, values] as const))),
  )
  .map((entries) => Object.fromEntries(entries));

const filters: fc.Arbitrary<Filters> = fc
  .uniqueArray(fc.constantFrom(...fieldNames.filter((name) => namesOf(fields[name]).length > 0)), {
    maxLength: 5,
  })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => valueOf(fields[name]).map((value): [FieldName, typeof value] => [name, value])),
    ),
  )
  .map((entries) => Object.fromEntries(entries));

const trial: fc.Arbitrary<Trial> = fc
  .array(
    fc.record({
      block: fc.nat(20),
      key: fc.oneof(text, fc.constantFrom('__proto__', 'min.score', '1.2', 'é')),
      value: fc.oneof(bound, fc.constantFrom('mean', 'max', 'Ä b')),
    }),
    { maxLength: 4 },
  )
  .map((some) => some.reduce<Trial>((set, one) => withTried(set, one, one.value), []));

const query: fc.Arbitrary<Query> = fc
  .record({
    filters,
    not,
    trial,
    sort: fc
      .uniqueArray(fc.constantFrom(...sortKeys), { maxLength: 3 })
      .chain((keys) =>
        fc.tuple(...keys.map((key) => fc.boolean().map((descending) => ({ key, descending })))),
      ),
    limit: fc.integer({ min: 1, max: 100_000 }),
    offset: fc.maxSafeNat(),
    truncateStructuredLabels: fc.boolean(),
    variant: fc.constantFrom(...variants, undefined),
    impulseId: fc.option(fc.nat(), { nil: undefined }),
    run: fc.option(fc.stringMatching(/^[\w.-]{1,20}$/), { nil: undefined }),
  })
  .map((value) => JSON.parse(JSON.stringify(value)));

describe('the codec', () => {
  test('every query survives printing and strict parsing', () => {
    fc.assert(
      fc.property(query, (value) => {
        const printed = queryString(printQuery(value));
        expect(parseQuery(parametersOf(printed))).toEqual(value);
        expect(readQuery(parametersOf(printed))).toEqual({ query: value, dropped: [] });
      }),
      { numRuns: 500 },
    );
  });

  test('the page never throws, and what it keeps it prints again', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.oneof(fc.constantFrom(...queryParameters.map(({ name }) => name)), fc.string()),
            fc.string(),
          ),
        ),
        (pairs) => {
          const { query: kept } = readQuery(new URLSearchParams(pairs));
          expect(readQuery(parametersOf(queryString(printQuery(kept)))).query).toEqual(kept);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a lone surrogate, which a URL cannot contain, is read as it is printed', () => {
    for (const [given, printed] of [
      [String.raw`devices=["a\udc00b"]`, 'devices=a\uFFFDb'],
      [
        String.raw`metadata=[{"key":"\ud800","op":"eq","values":["a\udc00b"]}]`,
        'metadata=[{"key":"\uFFFD","op":"eq","values":["a\uFFFDb"]}]',
      ],
    ] as const) {
      const { query: read } = readQuery(parametersOf(given));
      expect(readQuery(parametersOf(printed)).query).toEqual(read);
      expect(readQuery(parametersOf(queryString(printQuery(read))))).toEqual({ query: read, dropped: [] });
    }
  });

  test('short and readable: a bare value, no defaults, unescaped brackets', () => {
    const shown = queryString(
      printQuery({
        ...emptyQuery,
        filters: { outcome: ['incorrect'], label: ['idle', 'a b'], confidence: { max: 0.6 } },
      }),
    );
    expect(shown).toBe('outcome=incorrect&labels=[%22idle%22,%22a+b%22]&maxConfidence=0.6');
  });
});

describe('the API refuses, and names the parameter', () => {
  test.each([
    ['limit=0', 'limit'],
    ['limit=100001', 'limit'],
    ['limit=1e2', 'limit'],
    ['offset=-1', 'offset'],
    ['variant=int4', 'variant'],
    ['impulseId=x', 'impulseId'],
    ['truncateStructuredLabels=yes', 'truncateStructuredLabels'],
    ['labels=idle', 'labels'],
    ['labels=[]', 'labels'],
    ['labels=[1]', 'labels'],
    ['labels={"a":1}', 'labels'],
    ['filename=', 'filename'],
    ['search=+', 'search'],
    ['minLength=abc', 'minLength'],
    ['maxLength=', 'maxLength'],
    ['minFrequency=NaN', 'minFrequency'],
    ['maxFrequency=1e999', 'maxFrequency'],
    ['signatureValidity=maybe', 'signatureValidity'],
    ['minLabel=0x10', 'minLabel'],
    ['maxLabel=one', 'maxLabel'],
    ['dataType=smell', 'dataType'],
    ['minId=1.2.3', 'minId'],
    ['maxId=--1', 'maxId'],
    ['minDate=yesterday', 'minDate'],
    ['maxDate=2024-02-30', 'maxDate'],
    ['metadata=x', 'metadata'],
    ['metadata=[1]', 'metadata" item 0'],
    ['metadata=[{"key":"a","op":"eq"},{"key":"a","op":"like"}]', 'metadata" item 1'],
    ['metadata=[{"key":"a","op":"neq","exclude":["b"]}]', 'metadata" item 0'],
    ['metadata=[{"no_metadata":false}]', 'metadata" item 0'],
    ['metadata=[{"filters_combinator":"xor"}]', 'metadata" item 0'],
    ['outcome=wrong', 'outcome'],
    ['predictions=[', 'predictions'],
    ['minConfidence=high', 'minConfidence'],
    ['disabled=1', 'disabled'],
    ['sort=colour', 'sort'],
    ['sort=id,-id', 'sort'],
    ['run=a/b', 'run'],
    ['verdict=wrong', 'verdict'],
    ['boxError=both,class', 'boxError'],
    ['labels=[null]', 'labels'],
    ['not.outcome=wrong', 'not.outcome'],
    ['not.devices=[null]', 'not.devices'],
    ['not.confidence=1', 'not.confidence'],
    ['not.devices=a&not.devices=b', 'not.devices'],
    ['expected=a&expected=b', 'expected'],
    ['lables=["idle"]', 'lables'],
    ['t.min_score=0.4', 't.min_score'],
    ['t.1=0.4', 't.1'],
    ['t.1.=0.4', 't.1.'],
    ['t.01.min_score=0.4', 't.01.min_score'],
    ['t.-1.min_score=0.4', 't.-1.min_score'],
    ['t.1.min_score=', 't.1.min_score'],
    ['t.1.min_score=1e999', 't.1.min_score'],
    ['t.1.min_score=0x10', 't.1.min_score'],
    ['t.1.min_score=0.4&t.1.min_score=0.5', 't.1.min_score'],
    [`t.1.${'k'.repeat(201)}=0.4`, 't.1.kkk'],
    [Array.from({ length: 21 }, (_, at) => `t.${at}.k=1`).join('&'), 't.20.k'],
    ['limit=5&limit=6', 'limit'],
  ])('%s', (search, named) => {
    expect(() => parseQuery(parametersOf(search))).toThrow(SecondLookError);
    expect(() => parseQuery(parametersOf(search))).toThrow(`"${named}`);
  });

  test('reserved names of the screen are ignored', () => {
    expect(parseQuery(parametersOf('view=matrix&sample=4&cols=id'))).toEqual(emptyQuery);
  });

  test('settings of a view are ignored, whatever the view', () => {
    expect(parseQuery(parametersOf('matrix.block=3&grid.size=big&unit=verdicts&group=shoe'))).toEqual(
      emptyQuery,
    );
  });

  test.each([
    ['not.label=idle', 'not.labels'],
    ['not.device=north', 'not.devices'],
    ['not.Expected=a', 'not.expected'],
    ['not.=a', 'not.said'],
  ])('%s, and names the nearest: %s', (search, nearest) => {
    expect(() => parseQuery(parametersOf(search))).toThrow(`did you mean "${nearest}"?`);
  });

  test.each([
    ['outcom=incorrect', 'outcome'],
    ['label=idle', 'labels'],
    ['lables=["idle"]', 'labels'],
    ['MINCONFIDENCE=0.5', 'minConfidence'],
    ['min_confidence=0.5', 'minConfidence'],
  ])('%s, and asks whether %s was meant', (search, nearest) => {
    expect(() => parseQuery(parametersOf(search))).toThrow(`did you mean "${nearest}"?`);
  });

  test.each(['colour=red', 'q=idle', 'threshold=0.5'])('%s, which is near to nothing', (search) => {
    expect(() => parseQuery(parametersOf(search))).toThrow('see /docs for all of them');
  });

  test('a trial threshold in an invalid form, and names the valid form', () => {
    expect(() => parseQuery(parametersOf('t.min_score=0.4'))).toThrow('t.<block id>.<key>');
  });

  test('every documented parameter is known', () => {
    for (const { name } of queryParameters) {
      expect(
        readQuery(parametersOf(`${name}=x`))
          .dropped.map(({ message }) => message)
          .join(),
      ).not.toContain('not a known');
    }
  });
});

test('trial thresholds are sorted, and the page keeps valid ones', () => {
  const { query: read, dropped } = readQuery(
    parametersOf('t.10.k=1&t.2.min.score=mean&t.2.a=-1e-7&t.old=0.5&T.1.k=2'),
  );
  expect(read.trial).toEqual([
    { block: 2, key: 'a', value: -1e-7 },
    { block: 2, key: 'min.score', value: 'mean' },
    { block: 10, key: 'k', value: 1 },
  ]);
  expect(dropped.map(({ parameter }) => parameter)).toEqual(['T.1.k', 't.old']);
  expect(queryString(printQuery(read))).toBe('t.2.a=-1e-7&t.2.min.score=mean&t.10.k=1');
});

test('null is a value of expected and said, in a list only', () => {
  const { filters: kept, not: excluded } = parseQuery(
    parametersOf('said=[null,"a"]&expected=null&not.said=[null]'),
  );
  expect(kept).toEqual({ said: [null, 'a'], expected: ['null'] });
  expect(excluded).toEqual({ said: [null] });
  expect(exclusionSentence('said', [null, 'b'])).toBe('Said is not nothing, b');
  expect(filterSentence('expected', [null])).toBe('Expected is nothing');
});

test('of repeated screen parameters the first counts, and the others are reported', () => {
  const problems: { parameter: string; message: string }[] = [];
  const state = readViewState(
    parametersOf('view=matrix&sample=1&matrix.order=name&view=samples&sample=2&matrix.order=x'),
    problems,
  );
  expect(state).toEqual({ view: 'matrix', sample: 1, settings: new Map([['matrix.order', 'name']]) });
  expect(problems.map(({ message }) => message)).toEqual(
    ['view', 'sample', 'matrix.order'].map((name) => `"${name}" is given more than once`),
  );
});

describe('dates', () => {
  test.each([
    ['2024-01-01', '2024-01-01T00:00:00.000Z'],
    ['2024-01-01T10:00', '2024-01-01T10:00:00.000Z'],
    ['2024-01-01T10:00:05.25+02:00', '2024-01-01T08:00:05.250Z'],
    ['2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'],
  ])('%s', (written, meant) => {
    const { added } = parseQuery(new URLSearchParams([['minDate', written]])).filters;
    expect(added).toEqual({ min: Date.parse(meant) });
  });
});

test('a filter in words', () => {
  expect(filterSentence('confidence', { max: 0.6 })).toBe('Confidence below 0.6');
  expect(filterSentence('length', { min: 100, max: 200 })).toBe('Length above 100, below 200 ms');
  expect(filterSentence('outcome', ['incorrect'])).toBe('Outcome is incorrect');
  expect(
    filterSentence('metadata', {
      items: [{ key: 'shoe', op: 'eq', values: ['boot', 'none'] }],
      noMetadata: false,
    }),
  ).toBe('shoe is boot, none');
});
