/** `second-look serve`: the server on one data folder, from its lock to its clean stop. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { createApp } from '../app';
import type { DemoState } from '../app-context';
import { openDataFolder, type DataFolder } from '../data-folder';
import { importDemos, missingDemos } from '../demo-projects';
import { createHttpServer, hostNames, isLoopback, listen, pageAddresses, stopServer } from '../http-server';
import { ImportRegistry } from '../import-registry';
import { packageRoot } from '../package-root';
import { removeSpillFiles } from '../sources/spill-file';
import { openDuckdbStore } from '../store/duckdb/duckdb-store';
import { readOnlyNotice } from '../store/read-only';
import type { Terminal } from './terminal';

export interface ServeOptions {
  dataFolder: string;
  /** 0 takes a free one. */
  port: number;
  host: string;
  token?: string | undefined;
  /** Whether a new data folder gets the demo projects. */
  demo: boolean;
  /** Whether to open a browser. */
  open: boolean;
}

export const defaultPort = 4747;

type Log = (message: string) => void;

/** Milliseconds from the signal to the end at the latest. */
const longestStop = 1700;
/** A shorter token is soon guessed by a machine that can ask for it. */
const shortestToken = 12;
/** Printable ASCII, without a space at either end, which HTTP takes off. */
const usableToken = /^[!-~](?:[ -~]*[!-~])?$/;

/** What opens an address in the browser; `xdg-open` on all other systems. */
const browserCommands = new Map<string, [string, ...string[]]>([
  ['darwin', ['open']],
  ['win32', ['cmd', '/c', 'start', '']],
]);

function openBrowser(address: string, log: Log): void {
  const [command, ...parameters] = browserCommands.get(process.platform) ?? ['xdg-open'];
  const child = spawn(command, [...parameters, address], { stdio: 'ignore', detached: true });
  child.on('error', () => log(`No browser could be opened; the address is ${address}`));
  child.unref();
}

/** Resolves at the first signal to stop. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
  });
}

async function run(options: ServeOptions, folder: DataFolder, { stdout, stderr }: Terminal): Promise<void> {
  const log = (message: string) => stderr.message(message);
  const tempFolder = join(folder.path, 'temp');
  // Refuses the folder of a newer version, of which nothing may be touched.
  const { readOnly } = folder;
  const store = await openDuckdbStore(folder.path, { report: log, readOnly });
  if (readOnly === undefined) await removeSpillFiles(tempFolder);
  else log(readOnlyNotice(readOnly));
  const stopping = new AbortController();
  const imports = new ImportRegistry();
  let hosts: readonly string[] = [];
  let demoState: DemoState = 'off';
  const app = createApp(store, {
    hosts: () => hosts,
    token: options.token,
    folderKey: folder.key,
    dashboardFolder: join(packageRoot, 'dist/dashboard'),
    tempFolder,
    readOnly: readOnly ?? null,
    isFolderInPlace: folder.isInPlace,
    demo: () => demoState,
    log,
    imports,
  });
  const server = createHttpServer(app, log);
  const stop = stopSignal();
  try {
    const listening = await listen(server, options);
    const { address, port } = listening;
    hosts = [...hostNames(options.host, port), ...hostNames(address, port)];
    await folder.publish({ host: address, port });
    const from = join(packageRoot, 'src/demo/data');
    const demoOptions = { from, dataFolder: folder.path, tempFolder, signal: stopping.signal, log };
    const slugs = options.demo && readOnly === undefined ? await missingDemos(demoOptions) : [];
    const importMissing = async () => {
      if (slugs.length === 0) return;
      demoState = 'loading';
      try {
        await importDemos(store, slugs, demoOptions);
        demoState = 'ready';
      } catch (error) {
        demoState = 'failed';
        if (!stopping.signal.aborted) log(`The demo projects could not be imported: ${String(error)}`);
      }
    };
    const demos = importMissing();
    const pages = pageAddresses(options.host, listening);
    for (const page of pages) stdout.line(`Second Look is at ${page}`);
    if (options.open && pages[0] !== undefined) openBrowser(pages[0], log);
    await stop;
    // Everything that counts is on the disk: the stop does not wait for what still hangs.
    setTimeout(() => void folder.release().finally(() => process.exit(0)), longestStop).unref();
    stopping.abort();
    imports.cancelAll();
    await stopServer(server);
    await demos;
  } finally {
    await store.close();
    if (readOnly === undefined) await removeSpillFiles(tempFolder);
  }
}

/** Throws `bad-parameter` for a token that no header could carry, or that is missing or too short where it matters. */
function refuseToken({ host, token }: ServeOptions): void {
  if (token !== undefined && !usableToken.test(token)) {
    throw new SecondLookError(
      'bad-parameter',
      'The access token (--token or SECOND_LOOK_TOKEN) may have only letters, digits and signs of ASCII, and spaces between them: a header carries nothing else.',
    );
  }
  if (!isLoopback(host) && (token ?? '').length < shortestToken) {
    throw new SecondLookError(
      'bad-parameter',
      `Other machines could reach the server on ${host}: start it with --token (or SECOND_LOOK_TOKEN) and a secret of ${shortestToken} characters or more, or leave --host out.`,
    );
  }
}

/**
 * Serves until a signal stops it. Rejects with `bad-parameter` for options that are refused (exit code 2), and with
 * `conflict` where the folder or the port is in use (exit code 1).
 */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  refuseToken(options);
  // The list of processes shows everyone how they were started.
  if (options.token !== undefined) process.title = 'second-look';
  // One request's mistake must not take the others down.
  const logUnexpected = (reason: unknown) => {
    const words = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    terminal.stderr.message(`unexpected error: ${words}`);
  };
  process.on('uncaughtException', logUnexpected);
  process.on('unhandledRejection', logUnexpected);
  const folder = await openDataFolder(options.dataFolder);
  try {
    await run(options, folder, terminal);
  } finally {
    await folder.release();
  }
}
