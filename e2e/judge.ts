/** The expected answers of the API: the plain-loop store, queried with parameters as text. */
import { parseQuery } from '../src/contract/query';
import type { SampleEntry } from '../src/contract/schemas/result-page';
import type { Summary } from '../src/contract/schemas/summary';
import type { Trial } from '../src/contract/trial';
import { readSummaryChoice, summaryParameters } from '../src/contract/schemas/summary-parts';
import type { SampleFacts } from '../src/domain/sample-values';
import { trialsOf } from '../src/server/store/conformance/fixtures/arbitrary-trials';
import { selected } from '../src/server/store/conformance/judge/plain-loop-query';
import { plainSummary } from '../src/server/store/conformance/judge/plain-loop-summary';
import { plainTrials } from '../src/server/store/conformance/judge/plain-loop-trials';
import { plainSample, type PlainSample } from '../src/server/store/conformance/judge/plain-loop-values';
import { entryOf } from '../src/server/store/conformance/fixtures/store-fixtures';

/** A query as parameter texts. */
export type Parameters = Readonly<Record<string, string>>;

/** A page as tests compare it. */
export interface ComparedPage {
  totalCount: number;
  ids: number[];
  predictions: unknown[];
}

/** Everything in a summary that a test can compare. */
export type ComparedSummary = Omit<Summary, 'run' | 'unknownReasons'> & { unknown: number };

export interface Judge {
  samples: readonly PlainSample[];
  /** The values that the rules give for the samples, for queries that match something. */
  facts: readonly SampleFacts[];
  /** Trial thresholds that can be used with the run; few, since the server builds an index for each. */
  trials: readonly Trial[];
  page: (parameters: Parameters) => ComparedPage;
  summary: (parameters: Parameters) => ComparedSummary;
}

/** A summary without the id of its run; the reference does not know how the reasons of unknown samples are worded. */
export function comparedSummary({ run: _run, unknownReasons, ...summary }: Summary): ComparedSummary {
  return { ...summary, unknown: unknownReasons.reduce((sum, { count }) => sum + count, 0) };
}

const summaryNames = new Set(summaryParameters.map(({ name }) => name));
const trialsMost = 3;
const decoder = new TextDecoder();
const recordsIn = (predictions: Uint8Array): unknown[] => JSON.parse(`[${decoder.decode(predictions)}]`);

const queryOf = (parameters: Parameters) =>
  parseQuery(new URLSearchParams(Object.entries(parameters).filter(([name]) => !summaryNames.has(name))));

/** The reference for a run, given as JSON Lines, each with a result and its predictions. */
export function judgeOf(lines: string): Judge {
  const read = (line: string): SampleEntry => JSON.parse(line);
  const entries = lines.split('\n').flatMap((line) => {
    if (line === '') return [];
    const { result, predictions } = read(line);
    return [entryOf(result, predictions)];
  });
  const samples = entries.map((entry) => plainSample(entry));
  const samplesUnder = plainTrials(samples);
  const facts = entries.map((entry) => entry.facts);
  const learnBlocks = entries.flatMap((entry) => entry.learnBlocks);
  const isFirst = (block: (typeof learnBlocks)[number]) =>
    block === learnBlocks.find(({ id }) => id === block.id);
  return {
    samples,
    facts,
    trials: trialsOf(learnBlocks.filter(isFirst), facts, trialsMost, 20_261_130),
    page(parameters) {
      const query = queryOf(parameters);
      const matching = selected(samplesUnder(query.trial), query);
      const page = matching.slice(query.offset, query.offset + query.limit);
      return {
        totalCount: matching.length,
        ids: page.map(({ sampleId }) => sampleId),
        predictions: page.flatMap(({ predictions }) => recordsIn(predictions)),
      };
    },
    summary(parameters) {
      const query = queryOf(parameters);
      const choice = readSummaryChoice((name) => parameters[name]);
      const summary = comparedSummary(plainSummary('', samplesUnder(query.trial), query, choice));
      // As in JSON: no -0, and no member that is undefined.
      return JSON.parse(JSON.stringify(summary));
    },
  };
}
