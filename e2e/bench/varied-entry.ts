/** One sample of the varied run: any learn block, several windows, unknown fields, unicode, changing shapes. */
import { seededRandom } from '../made-runs';
import { millionEntry } from './made-million';
import { pick, type Random } from './million-said';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Members = Record<string, Json>;

const scripts = ['Ünïcode', '名前', 'рука', '🤖 arm', 'e\u0301tude', 'tab\tquote"', 'back\\slash', 'عربي'];

/** Names that no schema knows: a few hundred per run. */
const unknownName = (random: Random) =>
  `${pick(random, ['x', 'ext', 'vendor', 'übrig'])}_${Math.floor(random() ** 2 * 60)}`;

/** A value of any JSON type; small ones are common. */
function oddValue(random: Random, depth: number): Json {
  const chance = random();
  if (chance < 0.15) return null;
  if (chance < 0.25) return random() < 0.5;
  if (chance < 0.4) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (chance < 0.5) return Math.floor(random() * 1e6) - 500_000;
  if (chance < 0.85 || depth > 1)
    return `${pick(random, scripts)} ${Math.floor(random() * 1e9).toString(36)}`;
  if (chance < 0.93)
    return Array.from({ length: Math.floor(random() * 4) }, () => oddValue(random, depth + 1));
  return oddMembers(random, depth + 1);
}

function oddMembers(random: Random, depth: number): Members {
  const members: Members = {};
  for (let left = Math.floor(random() * 3); left > 0; left--) {
    members[unknownName(random)] = oddValue(random, depth);
  }
  return members;
}

/** Fields of a sample that older servers and other tools leave out. */
const optional = [
  'signatureMethod',
  'created',
  'lastModified',
  'originalIntervalMs',
  'originalFrequency',
  'deviceType',
  'boundingBoxesType',
  'isProcessing',
  'processingError',
  'isCropped',
  'projectName',
  'sha256Hash',
  'datastreams',
];

/** How one tool writes records: the order of members, what it leaves out, what it adds. */
interface Writer {
  /** The position of a member with this name among the others. */
  rank: ReadonlyMap<string, number>;
  leavesOut: ReadonlySet<string>;
  adds: readonly string[];
}

const writers: readonly Writer[] = Array.from({ length: 16 }, (_, seed) => {
  const random = seededRandom(seed);
  const names = Object.keys({ ...millionEntry(seededRandom(1), 1, 0).result.sample });
  return {
    // The first one keeps Studio's order.
    rank: new Map(seed === 0 ? [] : names.map((name) => [name, random()])),
    leavesOut: new Set(optional.filter(() => random() < 0.35)),
    adds: Array.from({ length: Math.floor(random() * 4) }, () => unknownName(random)),
  };
});

/** An object as a tool writes it; one in eight has additional members. */
function written(random: Random, writer: Writer, members: Readonly<Record<string, unknown>>) {
  const entries: [string, unknown][] = Object.entries(members).filter(
    ([name]) => !writer.leavesOut.has(name),
  );
  entries.sort(([a], [b]) => (writer.rank.get(a) ?? 0) - (writer.rank.get(b) ?? 0));
  for (const name of writer.adds) entries.push([name, oddValue(random, 0)]);
  if (random() < 0.125) entries.push(...Object.entries(oddMembers(random, 0)));
  return Object.fromEntries(entries);
}

/** One line of the varied run; the same random numbers give the same line. */
export function variedEntry(random: Random, id: number, share: number) {
  const { result, predictions } = millionEntry(random, id, share);
  const writer = pick(random, writers);
  const metadata: Record<string, string> = { ...result.sample.metadata };
  if (random() < 0.4) metadata[pick(random, scripts)] = pick(random, scripts);
  const filename = random() < 0.3 ? `${pick(random, scripts)} ${id}.wav` : result.sample.filename;
  const sample = written(random, writer, { ...result.sample, filename, metadata });
  const classifications = result.classifications.map((block) => written(random, writer, block));
  const said = random() < 0.1 ? [] : predictions.map((one) => written(random, writer, one));
  return { result: { sampleId: id, sample, classifications }, predictions: said };
}
