/** Truncating lists of labels: the same result as plain code, and no other byte changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncateLabels } from './truncate-labels';

const cut = (text: string) => Buffer.from(truncateLabels(Buffer.from(text))).toString('utf8');

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const first = (value: unknown): unknown => (Array.isArray(value) ? value.slice(0, 10) : value);

/** The same on parsed values, in the obvious way. */
function cutParsed(entry: Json): Json {
  const { sample, classifications } = entry;
  const change = (object: unknown, names: readonly string[]) =>
    isJson(object)
      ? Object.fromEntries(
          Object.entries(object).map(([name, value]) => [name, names.includes(name) ? first(value) : value]),
        )
      : object;
  return {
    ...entry,
    ...('sample' in entry && { sample: change(sample, ['structuredLabels', 'structuredLabelsList']) }),
    ...('classifications' in entry && {
      classifications: Array.isArray(classifications)
        ? classifications.map((block) => change(block, ['expectedLabels']))
        : classifications,
    }),
  };
}

const label = fc.oneof(
  fc.string(),
  fc.record({ startIndex: fc.nat(), label: fc.string() }),
  fc.array(fc.nat()),
);
const labels = fc.oneof(
  fc.array(label, { maxLength: 25 }),
  fc.constant(null),
  fc.dictionary(fc.string(), label),
);
const other = fc.jsonValue({ maxDepth: 2 });
const entries = fc.record(
  {
    sampleId: fc.nat(),
    sample: fc.record(
      { structuredLabels: labels, structuredLabelsList: labels, expectedLabels: labels, other },
      { requiredKeys: [] },
    ),
    structuredLabels: labels,
    classifications: fc.array(
      fc.record(
        { learnBlock: other, expectedLabels: labels, structuredLabels: labels },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    other,
  },
  { requiredKeys: [] },
);

describe('truncateLabels', () => {
  it('truncates like plain code', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(undefined, 1, '\t'), (entry, indent) => {
        const text = JSON.stringify(entry, null, indent);
        expect(JSON.parse(cut(text))).toEqual(cutParsed(JSON.parse(text)));
      }),
    );
  });

  it('preserves every remaining byte', () => {
    const long = JSON.stringify(Array.from({ length: 12 }, (_, index) => index));
    const ten = long.replace(',10,11', '');
    const text = (list: string) =>
      `{ "sampleId":9007199254740993, "__proto__":{"a":1e400},"sample" : {"structuredLabels": ${list} ,"id":1.0}, "x":${long}}`;
    expect(cut(text(long))).toBe(text(ten));
    expect(cut(text(ten))).toBe(text(ten));
  });

  it('recognises a name that is written with escapes', () => {
    const long = JSON.stringify(Array.from({ length: 11 }, () => 'x'));
    expect(cut(`{"s\\u0061mple":{"structuredLabelsList":${long}}}`)).toHaveLength(
      `{"s\\u0061mple":{"structuredLabelsList":${long}}}`.length - 4,
    );
  });
});
