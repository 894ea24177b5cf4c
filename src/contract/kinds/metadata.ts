/** The kind of filter over metadata keys and values: the API's JSON list of items and options. */
import { isolatedText } from '../isolated-text';
import { isShortText, jsonList } from './json-list';
import type { Kind, MetadataFilter, MetadataItem } from './kind';

const example = '[{"key":"site","op":"eq","values":["north"]}]';
const itemKeys = ['key', 'op', 'values', 'exclude'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isShortText);

/** An item of the list, or a description of what is wrong with it. */
function readItem(raw: Record<string, unknown>): MetadataItem | string {
  const unknownKey = Object.keys(raw).find((key) => !itemKeys.includes(key));
  if (unknownKey !== undefined)
    return `has "${unknownKey.slice(0, 40)}", which is none of ${itemKeys.join(', ')}`;
  const { key, op, values, exclude } = raw;
  if (!isShortText(key)) return 'needs "key", a text';
  if (op !== 'eq' && op !== 'neq') return 'needs "op", which is "eq" or "neq"';
  if (values !== undefined && !isTextList(values)) return '"values" must be a list of texts';
  if (exclude !== undefined && !isTextList(exclude)) return '"exclude" must be a list of texts';
  if (exclude !== undefined && op === 'neq') return '"exclude" goes with "op":"eq" only';
  // Empty lists mean the same as absent ones, so only one of the two forms is kept.
  return {
    key,
    op,
    ...(values !== undefined && values.length > 0 && { values }),
    ...(exclude !== undefined && exclude.length > 0 && { exclude }),
  };
}

interface Building {
  items: MetadataItem[];
  noMetadata: boolean;
  combinator?: 'and' | 'or';
}

/** Adds one entry of the list to the filter; returns a description of the problem, if there is one. */
function addEntry(building: Building, entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'must be an object';
  const keys = Object.keys(entry);
  if (Object.hasOwn(entry, 'no_metadata')) {
    if (keys.length > 1 || entry['no_metadata'] !== true)
      return 'must be {"no_metadata":true} and nothing else';
    building.noMetadata = true;
    return undefined;
  }
  if (Object.hasOwn(entry, 'filters_combinator')) {
    const combinator = entry['filters_combinator'];
    if (keys.length > 1 || (combinator !== 'and' && combinator !== 'or')) {
      return 'must be {"filters_combinator":"and"} or {"filters_combinator":"or"} and nothing else';
    }
    if (building.combinator !== undefined) return 'says "filters_combinator" a second time';
    building.combinator = combinator;
    return undefined;
  }
  const item = readItem(entry);
  if (typeof item === 'string') return item;
  building.items.push(item);
  return undefined;
}

const listInWords = (values: readonly string[]) => values.map(isolatedText).join(', ');

function itemInWords({ key, op, values, exclude }: MetadataItem): string {
  const name = isolatedText(key);
  if (op === 'neq')
    return values === undefined ? `${name} is missing` : `${name} is not ${listInWords(values)}`;
  const is = values === undefined ? 'is present' : `is ${listInWords(values)}`;
  return exclude === undefined ? `${name} ${is}` : `${name} ${is}, but not ${listInWords(exclude)}`;
}

/** The filter in words, also used for its chip. */
function sentence({ items, noMetadata, combinator }: MetadataFilter): string {
  const parts = items.map(itemInWords);
  if (noMetadata) parts.push('no metadata at all');
  const words = parts.join(combinator === 'and' ? ' and ' : ' or ');
  if (combinator !== 'or') return words;
  return words === '' ? 'has metadata' : `${words}, or has metadata but none of these keys`;
}

export const metadata: Kind<'metadata'> = {
  parse(field, read, problems) {
    const text = read(field.parameter);
    if (text === undefined) return undefined;
    const entries = jsonList(field.parameter, text, example, problems);
    if (entries === undefined) return undefined;
    const building: Building = { items: [], noMetadata: false };
    entries.forEach((entry, index) => {
      const wrong = addEntry(building, entry);
      if (wrong !== undefined) {
        problems.push({
          parameter: field.parameter,
          message: `"${field.parameter}" item ${index}: ${wrong}`,
        });
      }
    });
    const isEmpty = building.items.length === 0 && !building.noMetadata && building.combinator === undefined;
    return isEmpty ? undefined : building;
  },
  print(field, { items, noMetadata, combinator }) {
    const entries: unknown[] = items.map(({ key, op, values, exclude }) => ({ key, op, values, exclude }));
    if (noMetadata) entries.push({ no_metadata: true });
    if (combinator !== undefined) entries.push({ filters_combinator: combinator });
    return entries.length === 0 ? [] : [[field.parameter, JSON.stringify(entries)]];
  },
  sentence: (_field, value) => sentence(value),
  parameters: (field) => [
    {
      name: field.parameter,
      schema: { type: 'string' },
      description:
        `${field.help} Items: {"key","op":"eq","values":[…]} has one of the values (without values: has the key); ` +
        '"op":"neq" has none of them (without values: lacks the key); "exclude":[…] on an eq item: has the key with ' +
        'another value. {"no_metadata":true}: also samples without any. {"filters_combinator":"and"|"or"}.',
      example,
    },
  ],
};
