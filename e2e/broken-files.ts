/** Files that cannot be imported, and what the message about each must contain. */
import { gzipSync } from 'node:zlib';
import { importLimits } from '../src/contract/schemas/imports';
import { madeLines, madePage, madeRun, type MadeEntry } from './made-runs';

const many = madeRun(3, 5100);
const few = many.slice(0, 60);
/** What was imported before. */
export const earlier = madeRun(4, 50);

/** A run with its 5,000th entry changed. */
const changed = (change: (entry: MadeEntry) => MadeEntry): MadeEntry[] =>
  many.map((entry, at) => (at === 4999 ? change(entry) : entry));
const withSample = (entry: MadeEntry, part: Record<string, unknown>): MadeEntry => ({
  ...entry,
  result: { ...entry.result, sample: { ...Object(entry.result['sample']), ...part } },
});

const cut = (text: string) => text.slice(0, Math.floor(text.length * 0.7));
const [, second] = many;
const secondId = second?.result.sampleId ?? 0;

/** The bytes with the second byte of a word changed. */
function withByte(bytes: Buffer, word: string, byte: number): Buffer {
  bytes[bytes.indexOf(word) + 1] = byte;
  return bytes;
}

export interface Broken {
  what: string;
  name: string;
  content: string | Uint8Array;
  /** What the message must contain. */
  says: readonly RegExp[];
  /** Also tested on the command line. */
  isCommon?: true;
}

const manyKeys = Object.fromEntries(
  Array.from({ length: importLimits.metadataKeysPerSample + 1 }, (_key, at) => [`key ${at}`, 'x']),
);

export const broken: readonly Broken[] = [
  {
    what: 'a page that is cut off',
    name: 'cut.json',
    content: cut(madePage(many)),
    says: [/cut\.json/, /end|cut off/i],
    isCommon: true,
  },
  {
    what: 'JSON Lines cut off within a line',
    name: 'cut.jsonl',
    content: cut(madeLines(few)),
    says: [/cut\.jsonl/, /line [\d,]+/],
  },
  {
    what: 'a gzip file that is cut off',
    name: 'cut.json.gz',
    content: gzipSync(madePage(few)).subarray(0, 5000),
    says: [/cut\.json\.gz/, /gzip|cut off|end/i],
  },
  {
    what: 'a wrong type in the sample of record 5,000 of a page',
    name: 'type.json',
    content: madePage(changed((entry) => withSample(entry, { totalLengthMs: 'long' }))),
    says: [/type\.json/, /result entry 5,000/, /sample\.totalLengthMs/, /number/, /"long"/],
    isCommon: true,
  },
  {
    what: 'a wrong type in record 5,000 of JSON Lines',
    name: 'type.jsonl',
    content: madeLines(changed((entry) => withSample(entry, { metadata: { site: ['north'] } }))),
    says: [/type\.jsonl/, /line 5,000/, /sample\.metadata\.site/],
  },
  {
    what: 'more metadata keys in a sample than are allowed',
    name: 'keys.jsonl',
    content: madeLines(
      few.map((entry, at) => (at === 3 ? withSample(entry, { metadata: manyKeys }) : entry)),
    ),
    says: [/keys\.jsonl/, /line 4\b/, /result\.sample\.metadata has 10,001 keys/, /at most 10,000/],
    isCommon: true,
  },
  {
    what: 'a wrong type in a prediction',
    name: 'prediction.jsonl',
    content: madeLines(
      changed((entry) => ({
        ...entry,
        predictions: [{ sampleId: entry.result.sampleId, startMs: 0, endMs: 1, prediction: 7 }],
      })),
    ),
    says: [/prediction\.jsonl/, /5,000/, /prediction/, /text/],
  },
  {
    what: 'a sample id that is null',
    name: 'null.json',
    // JSON has no NaN: it is written as null.
    content: madePage(
      changed(({ predictions, result }) => ({
        predictions,
        result: { ...result, sampleId: Number.NaN },
      })),
    ),
    says: [/null\.json/, /result entry 5,000/, /sampleId/],
  },
  {
    what: 'the same id twice, with different entries',
    name: 'twice.json',
    content: madePage([
      ...many,
      ...many.slice(1, 2).map((entry) => withSample(entry, { label: 'another label' })),
    ]),
    says: [/twice\.json/, /result entry 2\b/, /result entry 5,101/, new RegExp(String(secondId))],
    isCommon: true,
  },
  {
    what: 'the same id twice in JSON Lines',
    name: 'twice.jsonl',
    content: madeLines([
      ...few,
      ...few.slice(1, 2).map((entry) => withSample(entry, { label: 'another label' })),
    ]),
    says: [/twice\.jsonl/, /line 2\b/, /line 61/, new RegExp(String(secondId))],
  },
  {
    what: 'predictions of a sample that is not there',
    name: 'stray.json',
    content: madePage(many.slice(0, 10)).replace(
      '"predictions":[',
      '"predictions":[{"sampleId":999999,"prediction":"idle","startMs":0,"endMs":1},',
    ),
    says: [/stray\.json/, /999,?999/],
  },
  {
    what: 'no JSON at all',
    name: 'notes.json',
    content: 'sample,label\n1,idle\n',
    says: [/notes\.json/, /JSON/],
    isCommon: true,
  },
  {
    what: 'bytes of a picture',
    name: 'picture.json',
    content: Buffer.from('89504e470d0a1a0a0000', 'hex'),
    says: [/picture\.json/],
  },
  { what: 'an empty file', name: 'empty.json', content: '', says: [/empty\.json/, /empty/i] },
  {
    what: 'JSON of something else',
    name: 'other.json',
    content: '{"name":"x","version":"1.0.0"}',
    says: [/other\.json/, /result/],
  },
  {
    what: "Studio's failure saved as a file",
    name: 'failed.json',
    content: '{"success":false,"error":"No model testing results found, run startClassifyJob first"}',
    says: [/failed\.json/, /No model testing results found/],
  },
  {
    what: 'text that is no UTF-8',
    name: 'latin.jsonl',
    content: withByte(Buffer.from(madeLines(earlier)), 'idle', 0xff),
    says: [/latin\.jsonl/, /line \d+/, /UTF-8/],
  },
];
