/** `second-look serve`: runs the server on one data folder, from locking it to a clean shutdown. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { createApp } from '../http/app';
import type { DemoState } from '../http/app-context';
import { openDataFolder, type DataFolder } from '../data-folder';
import { importDemos, missingDemos } from '../demo-projects';
import {
  createHttpServer,
  hostNames,
  isLoopback,
  listen,
  pageAddresses,
  stopServer,
} from '../http/http-server';
import { ImportRegistry } from '../import/import-registry';
import { packageRoot } from '../package-root';
import { removeSpillFiles } from '../import/stage/spill-file';
import type { ClickhouseServer } from '../store/clickhouse/server-url';
import { openStore } from '../store/open-store';
import { readOnlyNotice } from '../store/records/read-only';
import type { Terminal } from './terminal';

export interface ServeOptions {
  dataFolder: string;
  /** Absent: the embedded store in the data folder. */
  store?: ClickhouseServer | undefined;
  /** 0 means any free port. */
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

/** The maximum time from the signal to the exit, in milliseconds. */
const longestStop = 1700;
/** A shorter token can be guessed quickly by a machine that can send requests. */
const shortestToken = 12;
/** Printable ASCII, without a space at either end, which HTTP would trim. */
const usableToken = /^[!-~](?:[ -~]*[!-~])?$/;

/** The command that opens a URL in the browser; `xdg-open` on all other systems. */
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

/** Resolves at the first stop signal. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
  });
}

async function run(options: ServeOptions, folder: DataFolder, { stdout, stderr }: Terminal): Promise<void> {
  const log = (message: string) => stderr.message(message);
  const tempFolder = join(folder.path, 'temp');
  // This throws for a folder of a newer version, so nothing may be changed before.
  const { readOnly } = folder;
  const store = await openStore(folder.path, options.store, { report: log, readOnly });
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
    // All important data is on disk: do not wait for requests that still hang.
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

/** Throws `bad-parameter` for a token that no header can carry, or that is missing or too short for the given host. */
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
 * Serves until a signal stops it. Rejects with `bad-parameter` for invalid options (exit code 2), and with
 * `conflict` if the folder or the port is in use (exit code 1).
 */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  refuseToken(options);
  // Every user can see command lines in the process list.
  if (options.token !== undefined) process.title = 'second-look';
  // An unexpected error in one request must not stop the others.
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
