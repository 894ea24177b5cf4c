/** The port of the store: a query in; a page, a summary, a sample out. No SQL, no file paths, no engine. */
import type { Query } from '../../contract/query';
import type { DamagedSample } from '../../contract/result-page';
import type { Project, Run } from '../../contract/runs';
import type { Summary } from '../../contract/summary';
import type { SummaryChoice } from '../../contract/summary-parts';
import type { Trial } from '../../contract/trial';
import type { Pace, Progress } from '../../domain/progress-words';
import type { EntryBatch } from './entry-batch';

/** One sample as it came in: the exact bytes of its result entry, and of its predictions, parted by commas. */
export interface StoredEntry {
  sampleId: number;
  result: Uint8Array;
  predictions: Uint8Array;
}

/** A page whose records are read while they are sent; each of its lists may be walked once, in any order. */
export interface Page {
  totalCount: number;
  /** The samples of the page, in order. */
  sampleIds: readonly number[];
  /** The bytes of one result entry at a time, to be used before the next one is asked for. */
  results: () => AsyncIterable<Uint8Array>;
  /** The same of one sample's predictions, parted by commas; empty where it has none. */
  predictions: () => AsyncIterable<Uint8Array>;
  /** Both of one sample at a time. */
  entries: () => AsyncIterable<StoredEntry>;
  /** The samples that the lists leave out, known when one of them has been walked. */
  damaged: () => readonly DamagedSample[];
}

/** A sample's place among those that match a query. */
export interface Position {
  row: number;
  previous: number | null;
  next: number | null;
}

/** What a new run is to be; the store gives it its id and counts. */
export interface RunDraft {
  project: {
    id: number;
    name?: string;
    description?: string;
    licence?: string;
    source?: string;
    isDemo?: boolean;
  };
  impulse: { id: number; name?: string };
  variant: Run['variant'];
  /** The run's name; absent: the time of the import. */
  name?: string;
  files: readonly string[];
  /** A folder of the server's machine that holds the samples' media; kept by the store, never sent to a client. */
  mediaFolder?: string;
  selectedVariant?: Run['variant'];
  /** ISO 8601; absent: now. */
  imported?: string;
}

export interface ImportOptions {
  signal: AbortSignal;
  /** Called now and then with the number of samples that are safely written. */
  onProgress?: (samples: number) => void;
}

export interface Imported {
  run: Run;
  /** The very same records were there already as this run; nothing was added. */
  wasThere: boolean;
}

/** How far an index is that is being made from a run's records. */
export interface Rebuild extends Progress, Pace {
  run: Run;
  /** The trial thresholds that it is made for; empty: the run's own index is being rebuilt. */
  trial: Trial;
}

/** Which metadata keys are wanted, and at most how many values of each. */
export interface WantedOptions {
  offset: number;
  limit: number;
  values: number;
}

export interface MetadataOptions {
  /** How many keys the run has. */
  totalCount: number;
  keys: readonly { key: string; options: readonly string[] }[];
}

export interface Store {
  projects: () => Promise<readonly Project[]>;
  /** What is being made now; queries that need it wait for it or are refused as `not-ready`. */
  rebuilds: () => readonly Rebuild[];
  /** Whether the rows of a query are known, or its summary is, so that nothing has to be looked through for them. */
  isKnown: (run: Run, query: Query, what: 'rows' | 'summary', choice?: SummaryChoice) => boolean;
  page: (run: Run, query: Query, signal?: AbortSignal) => Promise<Page>;
  /** Without a choice, all parts in samples. */
  summary: (run: Run, query: Query, signal?: AbortSignal, choice?: SummaryChoice) => Promise<Summary>;
  entry: (run: Run, sampleId: number) => Promise<StoredEntry | undefined>;
  /** `undefined` where the sample does not match the query. */
  position: (run: Run, query: Query, sampleId: number, signal?: AbortSignal) => Promise<Position | undefined>;
  /** Some of a run's metadata keys, each with its first values, all in the order of text. */
  metadataOptions: (run: Run, wanted: WantedOptions) => Promise<MetadataOptions>;
  mediaFolder: (run: Run) => string | undefined;
  /** All or nothing: when this resolves, the run is on disk; when it rejects, nothing of it is left. */
  importRun: (
    draft: RunDraft,
    batches: AsyncIterable<EntryBatch>,
    options: ImportOptions,
  ) => Promise<Imported>;
  /** Deletes a run, and its project with the last one. */
  deleteRun: (run: Run) => Promise<void>;
  close: () => Promise<void>;
}
