/** The entries of a spool, one for each sample, in the order of their result entries, each with its predictions. */
import { SecondLookError } from '../../../contract/errors';
import { importLimits } from '../../../contract/imports';
import { placeWords, type Place, type RawEntry, type RawRecords } from '../entries';
import type { EntrySpool } from './entry-spool';
import { groupOrder, type GroupOrder } from './group-order';
import { joinVersions } from './join-versions';
import { isSameJson } from './same-json';
import { SpillReader } from './spill-file';
import {
  joinedRecords,
  listedRecords,
  SpooledGroup,
  SpooledResult,
  tooManyPredictions,
} from './spooled-records';

const batchEntries = 128;
const batchBytes = 4 << 20;
/** More samples than these are not named. */
const mostStrays = 1000;

export interface JoinListener {
  /** Throws to stop, or returns to go on without the sample. */
  problem: (error: SecondLookError) => void;
  /** Whether all that the files hold is in the spool: only then is a missing result entry a problem of its own. */
  isComplete: boolean;
  /** A sample stands in the files more than once, each time the same. */
  repeated: (sampleId: number, place: Place) => void;
}

const refusal = (place: Place, reason: string) =>
  new SecondLookError('bad-parameter', `${placeWords(place)}: ${reason}`);

/** The refusal of a sample that stands in two places, in which `what` differ. */
export const tellsApart = (sampleId: number, what: string, one: Place, other: Place) =>
  refusal(
    other,
    `sample ${sampleId} is already in ${placeWords(one)}, and its ${what} differ there. A sample may stand in a run once, or in several places that are equal. Import the two as runs of their own, or leave one out.`,
  );

/** For each entry, the next one of the same sample; 0 for none. Empty where no sample stands twice. */
function repeats({ samples }: EntrySpool): Uint32Array {
  if (samples.distinct === samples.length) return new Uint32Array(0);
  const next = new Uint32Array(samples.length);
  for (let entry = samples.length - 1; entry >= 0; entry--) {
    const first = samples.firstOf(samples.idOf(entry));
    if (first === entry) continue;
    next[entry] = next[first] ?? 0;
    next[first] = entry;
  }
  return next;
}

class EntryJoin {
  readonly #spool: EntrySpool;
  readonly #listener: JoinListener;
  readonly order: GroupOrder;
  readonly #repeats: Uint32Array;
  readonly #results: SpillReader;
  readonly #repeatedResults: SpillReader;
  readonly #groups: SpillReader;
  #nextGroup = 0;

  constructor(spool: EntrySpool, listener: JoinListener) {
    this.#spool = spool;
    this.#listener = listener;
    this.order = groupOrder(spool);
    this.#repeats = repeats(spool);
    this.#results = new SpillReader(spool.resultFile);
    this.#repeatedResults = new SpillReader(spool.resultFile);
    this.#groups = new SpillReader(spool.groupFile);
  }

  /** Where the bytes of a result entry lie. */
  #resultSpan(entry: number): [offset: number, size: number] {
    const { resultOffsets, resultFile } = this.#spool;
    const offset = resultOffsets.at(entry);
    const end = entry + 1 < resultOffsets.length ? resultOffsets.at(entry + 1) : resultFile.length;
    return [offset, end - offset];
  }

  /** Where the bytes of the group at an index of the order lie. */
  #groupSpan(index: number): [offset: number, size: number] {
    const { groupOffsets, groupFile } = this.#spool;
    const group = this.order.groupAt(index);
    const offset = groupOffsets.at(group);
    const end = group + 1 < groupOffsets.length ? groupOffsets.at(group + 1) : groupFile.length;
    return [offset, end - offset];
  }

  #spooledResult(bytes: Buffer): SpooledResult {
    return new SpooledResult(bytes, this.#spool.parts);
  }

  /** The group at an index of the order. */
  async group(index: number): Promise<SpooledGroup> {
    const span = this.#groupSpan(index);
    return new SpooledGroup(
      this.#groups.atHand(...span) ?? (await this.#groups.fetch(...span)),
      this.#spool.parts,
    );
  }

  /**
   * The sample of an entry in the common case: it stands once, its predictions are one group of the same part, and the
   * bytes are at hand. `undefined` elsewhere, and nothing is lost by trying.
   */
  entryAtHand(entry: number): RawEntry | undefined {
    const index = this.#nextGroup;
    if ((this.#repeats[entry] ?? 0) !== 0) return undefined;
    if (this.order.entryAt(index) !== entry || this.order.entryAt(index + 1) === entry) return undefined;
    const resultBytes = this.#results.atHand(...this.#resultSpan(entry));
    const groupBytes = this.#groups.atHand(...this.#groupSpan(index));
    if (resultBytes === undefined || groupBytes === undefined) return undefined;
    const result = this.#spooledResult(resultBytes);
    const predictions = new SpooledGroup(groupBytes, this.#spool.parts);
    if (predictions.part !== result.part) return undefined;
    this.#nextGroup += 1;
    return { sampleId: this.#spool.samples.idOf(entry), result, predictions };
  }

  /** The groups of an entry, which must be asked for in order; `undefined` where there are too many. */
  async #groupsOf(entry: number, result: SpooledResult): Promise<SpooledGroup[] | undefined> {
    const groups: SpooledGroup[] = [];
    let count = 0;
    let size = 0;
    for (; this.order.entryAt(this.#nextGroup) === entry; this.#nextGroup++) {
      const group = await this.group(this.#nextGroup);
      count += group.count;
      size += group.bytes.length + 1;
      if (count <= importLimits.windowsPerSample && size <= importLimits.recordBytes) groups.push(group);
    }
    const tooMany = tooManyPredictions(this.#spool.samples.idOf(entry), count, size);
    if (tooMany === undefined) return groups;
    this.#listener.problem(tooMany(result.place));
    return undefined;
  }

  /** The sample whose first result entry this is; `undefined` where it was refused and the reading goes on. */
  async entry(entry: number): Promise<RawEntry | undefined> {
    const sampleId = this.#spool.samples.idOf(entry);
    const span = this.#resultSpan(entry);
    const result = this.#spooledResult(this.#results.atHand(...span) ?? (await this.#results.fetch(...span)));
    const groups = await this.#groupsOf(entry, result);
    if (groups === undefined) return undefined;
    const isRepeated = (this.#repeats[entry] ?? 0) !== 0;
    if (!isRepeated && groups.every(({ part }) => part === result.part)) {
      return { sampleId, result, predictions: joinedRecords(groups) };
    }
    try {
      return { sampleId, result, predictions: await this.#joined(entry, sampleId, result, groups) };
    } catch (error) {
      if (!(error instanceof SecondLookError)) throw error;
      this.#listener.problem(error);
      return undefined;
    }
  }

  async #joined(
    entry: number,
    sampleId: number,
    result: SpooledResult,
    groups: readonly SpooledGroup[],
  ): Promise<RawRecords> {
    const isWhole = (part: number) => this.#spool.parts.of(part).format === 'lines';
    const holders = [{ part: result.part, isWhole: isWhole(result.part) }];
    const places = new Map([[result.part, result.place]]);
    for (let next = this.#repeats[entry] ?? 0; next !== 0; next = this.#repeats[next] ?? 0) {
      const span = this.#resultSpan(next);
      const other = this.#spooledResult(
        this.#repeatedResults.atHand(...span) ?? (await this.#repeatedResults.fetch(...span)),
      );
      if (!isSameJson(result.bytes, other.bytes))
        this.#differ(sampleId, 'result entries', result.place, other.place);
      holders.push({ part: other.part, isWhole: isWhole(other.part) });
      if (!places.has(other.part)) places.set(other.part, other.place);
      this.#listener.repeated(sampleId, other.place);
    }
    for (const group of groups) {
      const [first] = group.records();
      if (first !== undefined && !places.has(group.part)) places.set(group.part, first.place);
    }
    const placeOfPart = (part: number) => places.get(part) ?? result.place;
    return listedRecords(
      joinVersions(holders, groups, (one, other) =>
        this.#differ(sampleId, 'predictions', placeOfPart(one), placeOfPart(other)),
      ),
    );
  }

  #differ(sampleId: number, what: string, one: Place, other: Place): never {
    throw tellsApart(sampleId, what, one, other);
  }
}

/** Names the samples that have predictions and no result entry, each once. */
async function refuseStrays(join: EntryJoin, spool: EntrySpool, listener: JoinListener): Promise<void> {
  const named = new Set<number>();
  for (let index = join.order.matched; index < join.order.length && named.size < mostStrays; index++) {
    const sampleId = spool.groupIds.at(join.order.groupAt(index));
    if (named.has(sampleId)) continue;
    named.add(sampleId);
    const place = (await join.group(index)).records()[0]?.place;
    const reason = `this prediction is of sample ${sampleId}, which has no result entry in the files. Give all pages of the run together.`;
    if (place !== undefined) listener.problem(refusal(place, reason));
  }
}

/**
 * Joins the records of a spool that is finished, in batches. Refuses predictions of a sample that has no result entry,
 * samples that stand in several places with different words, and samples with too many predictions.
 */
export async function* joinEntries(spool: EntrySpool, listener: JoinListener): AsyncGenerator<RawEntry[]> {
  const join = new EntryJoin(spool, listener);
  if (listener.isComplete) await refuseStrays(join, spool, listener);
  const { samples } = spool;
  const hasRepeats = samples.distinct !== samples.length;
  let batch: RawEntry[] = [];
  let size = 0;
  for (let entry = 0; entry < samples.length; entry++) {
    if (hasRepeats && samples.firstOf(samples.idOf(entry)) !== entry) continue;
    const joined = join.entryAtHand(entry) ?? (await join.entry(entry));
    if (joined === undefined) continue;
    batch.push(joined);
    size += joined.result.bytes.length + joined.predictions.bytes.length;
    if (batch.length < batchEntries && size < batchBytes) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
