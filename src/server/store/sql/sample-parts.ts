/** Counts the columns of samples, in samples or in their verdicts: packs, further values of a field, rare keys. */
import type { Unit } from '../../../contract/schemas/summary';
import { sampleChoices, type SampleChoice } from '../fields-by-kind';
import { countRows, numberIn, type CountedColumn, type CountedRows, type Part } from './count-parts';
import { addCounts, addNumbers, noCounts, outcomes, type Counts, type NumberCounts } from './packs';
import { column, firstRareOwner, ownerOf, packColumn, tables } from './schema';
import type { SqlIndex } from './sql-index';
import { allOf, isOneOf, type Fragment } from './statement';

const sourceOf = { samples: 'matching', verdicts: 'repeated' } as const;

/** The names of the columns that are counted in a unit. */
export const namesOf = (columns: readonly CountedColumn[], unit: Unit) =>
  new Set(columns.filter((one) => one.unit === unit).map(({ name }) => name));

/** The parts that count the packs of columns. */
export function samplePackParts(
  { built }: SqlIndex,
  columns: readonly CountedColumn[],
  counted: Map<string, Counts>,
): Part[] {
  return (['samples', 'verdicts'] as const).flatMap((unit) => {
    const names = namesOf(columns, unit);
    const source = sourceOf[unit];
    return built.packs.flatMap((pack, place): Part[] => {
      if (!pack.members.some(({ name }) => names.has(name))) return [];
      const packed = packColumn(place);
      const take = (counts: NumberCounts) => addCounts(counted, pack, names, counts);
      return [{ count: countRows(numberIn(unit, packed), source), reads: source, take }];
    });
  });
}

const withoutValue = (number: number) => number % outcomes;

/** Counts the rows of a side table whose samples are counted. */
function sideCounts(
  table: string,
  unit: Unit,
  owner: number,
  rows: CountedRows,
  more: readonly Fragment[] = [],
): Pick<Part, 'count' | 'reads'> {
  const own = [isOneOf(column.owner, [owner]), ...more];
  if (unit === 'samples') return { count: countRows(column.counted, table, allOf([...own, rows.samples])) };
  const source = sourceOf[unit];
  const from = `${table} JOIN ${source} USING (${column.row})`;
  return {
    count: countRows(numberIn(unit, column.counted), from, allOf(own)),
    reads: source,
  };
}

/** The parts that count the further values of a field, in addition to the samples' main ones. */
function otherValuesParts(
  name: SampleChoice,
  unit: Unit,
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part[] {
  const facet = `facet:${name}`;
  const countsOf = (more: Fragment[]) => sideCounts(tables.sampleValues, unit, ownerOf(name), rows, more);
  return [
    { ...countsOf([]), take: (found) => addNumbers(counted, facet, found) },
    // A value that replaces a missing main value: the sample was counted as one without a value.
    {
      ...countsOf([(bind) => `${column.isFirst} = ${bind(1)}`]),
      take: (found) => addNumbers(counted, facet, found, -1, withoutValue),
    },
  ];
}

/** The part that counts the values of a rare metadata key; the samples without it are the remaining ones. */
function rareKeyPart(
  name: string,
  owner: number,
  unit: Unit,
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part {
  return {
    ...sideCounts(tables.metadata, unit, owner, rows),
    take(found) {
      const all = [...(counted.get('hasMetadata') ?? noCounts)];
      addNumbers(counted, name, { numbers: [...all.keys()], counts: all }, 1, withoutValue);
      addNumbers(counted, name, found);
      addNumbers(counted, name, found, -1, withoutValue);
    },
  };
}

/** The parts that count fields with several values per sample. */
export function sampleSideParts(
  { built }: SqlIndex,
  columns: readonly CountedColumn[],
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part[] {
  return columns.flatMap(({ name, owner, unit }) => {
    const field = sampleChoices.find((one) => name === `facet:${one}`);
    if (field !== undefined && built.fieldsWithOthers.includes(field)) {
      return otherValuesParts(field, unit, rows, counted);
    }
    return owner !== undefined && owner >= firstRareOwner
      ? [rareKeyPart(name, owner, unit, rows, counted)]
      : [];
  });
}
