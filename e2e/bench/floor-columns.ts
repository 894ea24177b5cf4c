/** A run as typed arrays, read from its JSON Lines: the floor that the product's answers are measured against. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { fieldNames, fields, sampleFieldNames, type FieldName } from '../../src/contract/fields';
import { predictionRecordSchema, resultRecordSchema } from '../../src/contract/result-page';
import { sampleFacts, type SampleFacts } from '../../src/domain/sample-values';
import { verdictResults } from '../../src/contract/verdict-words';
import { compareText, foldText } from '../../src/domain/text-match';
import { binsOf, type BinColumn } from './floor-bins';
import { createFloorVerdicts, type FloorVerdicts } from './floor-verdicts';

/** Words by code, from 1 in the order of text; 0 is none. */
export interface WordColumn {
  words: readonly string[];
  first: Uint32Array;
  /** What samples have beside the first. */
  otherRows: Uint32Array;
  otherCodes: Uint32Array;
}

export interface FloorColumns {
  rows: number;
  /** As in `outcomeNames`. */
  outcomes: Uint8Array;
  numbers: ReadonlyMap<FieldName, Float64Array>;
  bins: ReadonlyMap<FieldName, BinColumn>;
  words: ReadonlyMap<FieldName, WordColumn>;
  flags: ReadonlyMap<FieldName, Uint8Array>;
  /** Folded. */
  texts: ReadonlyMap<FieldName, readonly (string | null)[]>;
  metadata: ReadonlyMap<string, WordColumn>;
  hasMetadata: Uint8Array;
  verdicts: FloorVerdicts;
}

export const outcomeNames = verdictResults;

function createWords(rows: number) {
  const codes = new Map<string, number>();
  const first = new Uint32Array(rows);
  const otherRows: number[] = [];
  const otherCodes: number[] = [];
  const codeOf = (word: string) => {
    const known = codes.get(word);
    if (known !== undefined) return known;
    codes.set(word, codes.size + 1);
    return codes.size;
  };
  return {
    add(row: number, main: string | null, all: readonly string[]): void {
      const [start] = main === null ? all : [main];
      if (start === undefined) return;
      first[row] = codeOf(start);
      for (const word of all) {
        if (word === start) continue;
        otherRows.push(row);
        otherCodes.push(codeOf(word));
      }
    },
    finish(): WordColumn {
      const words = [...codes.keys()].sort(compareText);
      const places = new Uint32Array(words.length + 1);
      words.forEach((word, at) => {
        places[codes.get(word) ?? 0] = at + 1;
      });
      const placed = (code: number) => places[code] ?? 0;
      return {
        words,
        first: first.map(placed),
        otherRows: Uint32Array.from(otherRows),
        otherCodes: Uint32Array.from(otherCodes, placed),
      };
    },
  };
}

const lineSchema = z.object({ result: resultRecordSchema, predictions: z.array(predictionRecordSchema) });
type Line = z.input<typeof lineSchema>;
// The lines are our own; checking each would only slow the floor's start.
const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null;

function createBuilder(rows: number) {
  const ofKind = (...kinds: readonly string[]): FieldName[] =>
    sampleFieldNames.filter((name) => kinds.includes(fields[name].kind));
  const numbers = new Map(
    ofKind('range', 'date').map((name) => [name, new Float64Array(rows).fill(Number.NaN)]),
  );
  const words = new Map(ofKind('choice').map((name) => [name, createWords(rows)]));
  const flags = new Map(ofKind('flag').map((name) => [name, new Uint8Array(rows)]));
  const texts = new Map(ofKind('text').map((name): [FieldName, (string | null)[]] => [name, []]));
  const metadata = new Map<string, ReturnType<typeof createWords>>();
  const hasMetadata = new Uint8Array(rows);
  const outcomes = new Uint8Array(rows);
  const judged = createFloorVerdicts(rows);
  return {
    add(row: number, { values, verdicts }: SampleFacts): void {
      for (const verdict of verdicts) judged.add(row, verdict);
      for (const [name, value] of Object.entries(values)) {
        const field = fieldNames.find((candidate) => candidate === name);
        if (field === undefined) continue;
        const ofNumbers = numbers.get(field);
        if (ofNumbers !== undefined && typeof value === 'number') ofNumbers[row] = value;
        const ofFlags = flags.get(field);
        if (ofFlags !== undefined) ofFlags[row] = value === true ? 1 : 0;
        texts.get(field)?.push(typeof value === 'string' ? foldText(value) : null);
        if (typeof value === 'object' && value !== null && 'main' in value) {
          words.get(field)?.add(row, value.main, value.all);
        }
      }
      for (const [key, value] of values.metadata) {
        let ofKey = metadata.get(key);
        if (ofKey === undefined) {
          ofKey = createWords(rows);
          metadata.set(key, ofKey);
        }
        ofKey.add(row, value, []);
        hasMetadata[row] = 1;
      }
      outcomes[row] = outcomeNames.findIndex((name) => name === values.outcome.main);
    },
    finish(): FloorColumns {
      const bins = new Map<FieldName, BinColumn>();
      for (const [name, ofField] of numbers) {
        const made = binsOf(name, ofField);
        if (made !== undefined) bins.set(name, made);
      }
      const finished = <Key>(made: ReadonlyMap<Key, ReturnType<typeof createWords>>) =>
        new Map([...made].map(([key, column]) => [key, column.finish()]));
      return {
        rows,
        outcomes,
        numbers,
        bins,
        words: finished(words),
        flags,
        texts,
        metadata: finished(metadata),
        hasMetadata,
        verdicts: judged.finish(),
      };
    },
  };
}

/** Reads a run of exactly `rows` samples that stand in the order of their ids. */
export async function readFloorColumns(path: string, rows: number): Promise<FloorColumns> {
  const builder = createBuilder(rows);
  let row = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const entry: unknown = JSON.parse(line);
    if (!isLine(entry)) throw new Error(`Line ${row + 1} is no entry.`);
    builder.add(row, sampleFacts(entry));
    row += 1;
  }
  if (row !== rows) throw new Error(`The run has ${row} samples instead of ${rows}.`);
  return builder.finish();
}
