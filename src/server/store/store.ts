/** The port of the store: queries in; pages, summaries and samples out. No SQL, no file paths, no engine. */
import type { Query } from '../../contract/query';
import type { DamagedSample } from '../../contract/schemas/result-page';
import type { Project, Run } from '../../contract/schemas/runs';
import type { Summary } from '../../contract/schemas/summary';
import type { SummaryChoice } from '../../contract/schemas/summary-parts';
import type { Trial } from '../../contract/trial';
import type { Pace, Progress } from '../../domain/progress-words';
import type { EntryBatch } from './entry-batch';
import type { ReadOnlyCode } from './records/read-only';

/** One sample as imported: the exact bytes of its result entry, and of its predictions, separated by commas. */
export interface StoredEntry {
  sampleId: number;
  result: Uint8Array;
  predictions: Uint8Array;
}

/** A page whose records are read while they are sent; each of its lists may be iterated once, in any order. */
export interface Page {
  totalCount: number;
  /** The samples of the page, in order. */
  sampleIds: readonly number[];
  /** The bytes of one result entry at a time, valid until the next one is requested. */
  results: () => AsyncIterable<Uint8Array>;
  /** The same for each sample's predictions, separated by commas; empty if it has none. */
  predictions: () => AsyncIterable<Uint8Array>;
  /** Both for one sample at a time. */
  entries: () => AsyncIterable<StoredEntry>;
  /** The samples that the lists leave out; known when one of the lists has been iterated. */
  damaged: () => readonly DamagedSample[];
}

/** A sample's position among those that match a query. */
export interface Position {
  row: number;
  previous: number | null;
  next: number | null;
}

/** The properties of a new run; the store adds id and counts. */
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
  /** A folder on the server's machine with the samples' media; kept by the store, never sent to a client. */
  mediaFolder?: string;
  selectedVariant?: Run['variant'];
  /** ISO 8601; absent: now. */
  imported?: string;
}

export interface StoreOptions {
  /** Called with a sentence for each problem with the stored data. */
  report: (message: string) => void;
  /** Why nothing can be written to the data folder: existing data is served, and everything else is refused. */
  readOnly?: ReadOnlyCode | undefined;
}

export interface ImportOptions {
  signal: AbortSignal;
  /** Called regularly with the number of samples that are safely written. */
  onProgress?: (samples: number) => void;
}

export interface Imported {
  run: Run;
  /** The same records already existed as this run; nothing was added. */
  wasThere: boolean;
}

/** The progress of an index that is being built from a run's records. */
export interface Rebuild extends Progress, Pace {
  run: Run;
  /** The trial thresholds that it is built for; empty: the run's own index is being rebuilt. */
  trial: Trial;
}

/** The requested metadata keys, and the maximum number of values of each. */
export interface WantedOptions {
  offset: number;
  limit: number;
  values: number;
}

export interface MetadataOptions {
  /** The number of keys of the run. */
  totalCount: number;
  keys: readonly { key: string; options: readonly string[] }[];
}

export interface Store {
  projects: () => Promise<readonly Project[]>;
  /** The indexes that are being built; queries that need one wait for it or are refused as `not-ready`. */
  rebuilds: () => readonly Rebuild[];
  /** Whether the rows of a query, or its summary, are cached, so that nothing has to be searched for them. */
  isKnown: (run: Run, query: Query, what: 'rows' | 'summary', choice?: SummaryChoice) => boolean;
  page: (run: Run, query: Query, signal?: AbortSignal) => Promise<Page>;
  /** Without a choice, all parts in samples. */
  summary: (run: Run, query: Query, signal?: AbortSignal, choice?: SummaryChoice) => Promise<Summary>;
  entry: (run: Run, sampleId: number) => Promise<StoredEntry | undefined>;
  /** `undefined` if the sample does not match the query. */
  position: (run: Run, query: Query, sampleId: number, signal?: AbortSignal) => Promise<Position | undefined>;
  /** Some of a run's metadata keys, each with its first values, all in text order. */
  metadataOptions: (run: Run, wanted: WantedOptions) => Promise<MetadataOptions>;
  mediaFolder: (run: Run) => string | undefined;
  /** All or nothing: when this resolves, the run is on disk; when it rejects, nothing of it is left. */
  importRun: (
    draft: RunDraft,
    batches: AsyncIterable<EntryBatch>,
    options: ImportOptions,
  ) => Promise<Imported>;
  /** Deletes a run, and its project if it was the last run. */
  deleteRun: (run: Run) => Promise<void>;
  close: () => Promise<void>;
}
