/** One server for all tests of a file: started before the first, with samples, and stopped after the last. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  contentOf,
  importSamples,
  removePlace,
  sampleLine,
  startTrusted,
  type TrustedOptions,
  type TrustedServer,
} from './trusted-server';

export interface ForAllOptions extends TrustedOptions {
  /** The samples of its run; unset: one, which has a picture. */
  lines?: readonly string[];
  /** What every valid request needs. */
  headers?: readonly string[];
  /** Whether each test must leave everything unchanged. */
  isConstant?: boolean;
}

export interface ServerForAll extends TrustedServer {
  /** Fails if its contents differ from those before the first test. */
  expectUnchanged: () => Promise<void>;
}

/** The server, which answers from the first test on. */
export function serverForAll(options: ForAllOptions = {}): ServerForAll {
  const { lines = [sampleLine(1, { filename: 's' })], headers = [], isConstant = false } = options;
  let running: TrustedServer | undefined;
  let before: string[] = [];
  const now = () => {
    if (running === undefined) throw new Error('The server is there for the tests only.');
    return running;
  };
  const expectUnchanged = async () => {
    expect(await contentOf(now(), headers), 'what was there before').toEqual(before);
  };
  beforeAll(async () => {
    running = await startTrusted(options);
    if (lines.length > 0) await importSamples(running, lines, { headers });
    before = await contentOf(running, headers);
  });
  if (isConstant) afterEach(expectUnchanged);
  afterAll(async () => {
    if (running !== undefined) await running.stop();
    else if (options.place !== undefined) await removePlace(options.place);
  });
  return {
    get port() {
      return now().port;
    },
    get pid() {
      return now().pid;
    },
    get place() {
      return now().place;
    },
    get dataFolder() {
      return now().dataFolder;
    },
    get mediaFolder() {
      return now().mediaFolder;
    },
    get ended() {
      return now().ended;
    },
    folderKey: () => now().folderKey(),
    printed: () => now().printed(),
    ask: (request) => now().ask(request),
    halt: () => now().halt(),
    stop: () => now().stop(),
    expectUnchanged,
  };
}
