/** Runs one command, from its arguments to its exit code. */
import { SecondLookError } from '../../contract/errors';
import { importRequestSchema } from '../../contract/schemas/imports';
import { defaultDataFolder } from '../data-folder';
import { packageVersion } from '../package-root';
import { passwordVariable, readServerUrl, type ClickhouseServer } from '../store/clickhouse/server-url';
import { numberFlag, readCommandLine, usage, type ReadCommand } from './command-line';
import { exitCodes, terminalOf, WrongUsage, type Streams, type Terminal } from './terminal';

const highestPort = 65_535;

/** The flags that describe a run, with the same rules as for an upload. */
const runFlagsSchema = importRequestSchema.pick({ name: true, impulseId: true, variant: true, run: true });

/** While a cancellable command runs, Ctrl+C cancels it; a second Ctrl+C ends the process as usual. */
async function cancellable(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const cancel = () => controller.abort(new SecondLookError('conflict', 'Cancelled; nothing was stored.'));
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    await work(controller.signal);
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

/** A secret from the environment, which other users cannot see, unlike the command line. */
function environmentSecret(name: string): string | undefined {
  const secret = process.env[name];
  // The browser started by `--open` must not inherit it.
  delete process.env[name];
  return secret === '' ? undefined : secret;
}

/** The ClickHouse server to use; `undefined`: none. */
function storeFlag(flags: ReadonlyMap<string, string>): ClickhouseServer | undefined {
  const password = environmentSecret(passwordVariable);
  const address = flags.get('store');
  if (address === undefined) return undefined;
  const server = readServerUrl(address, password);
  if ('problem' in server) throw new WrongUsage(`--store: ${server.problem}`);
  return server;
}

async function serveCommand(flags: ReadonlyMap<string, string>, terminal: Terminal): Promise<void> {
  const port = numberFlag(flags, 'port', highestPort);
  const ofEnvironment = environmentSecret('SECOND_LOOK_TOKEN');
  const store = storeFlag(flags);
  const { defaultPort, serve } = await import('./serve');
  const options = {
    dataFolder: flags.get('data') ?? defaultDataFolder(),
    store,
    port: port ?? defaultPort,
    host: flags.get('host') ?? '127.0.0.1',
    token: flags.get('token') ?? ofEnvironment,
    demo: !flags.has('no-demo'),
    open: flags.has('open'),
  };
  await serve(options, terminal);
}

async function runImport({ files, flags }: ReadCommand, terminal: Terminal): Promise<void> {
  const given = { ...Object.fromEntries(flags), impulseId: flags.get('impulse') };
  const { data: named, error } = runFlagsSchema.safeParse(given);
  if (named === undefined) {
    const [issue] = error.issues;
    const flag = String(issue?.path[0]).replace('impulseId', 'impulse');
    throw new WrongUsage(`--${flag}: ${issue?.message ?? ''}`);
  }
  const command = {
    ...named,
    files,
    dataFolder: flags.get('data') ?? defaultDataFolder(),
    store: storeFlag(flags),
    projectId: numberFlag(flags, 'project') ?? 0,
    media: flags.get('media'),
  };
  const { importCommand } = await import('./import');
  await cancellable((signal) => importCommand(command, terminal, signal));
}

async function checkCommand({ files, flags }: ReadCommand, terminal: Terminal): Promise<void> {
  const folder = flags.get('data');
  if (folder !== undefined) {
    const { checkFolder } = await import('./check-folder');
    await cancellable((signal) => checkFolder(folder, terminal, signal));
    return;
  }
  const { checkFiles } = await import('./check');
  await cancellable((signal) => checkFiles(files, terminal, signal));
}

async function run(command: ReadCommand, terminal: Terminal): Promise<void> {
  switch (command.name) {
    case 'help':
      for (const line of usage.trimEnd().split('\n')) terminal.stdout.line(line);
      return;
    case 'version':
      terminal.stdout.line(packageVersion);
      return;
    case 'serve':
      return serveCommand(command.flags, terminal);
    case 'import':
      return runImport(command, terminal);
    case 'check':
      return checkCommand(command, terminal);
  }
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');

/** Runs the command given by the words after the program's name; returns its exit code. Never throws. */
export async function runCommand(words: readonly string[], streams: Streams): Promise<number> {
  const terminal = terminalOf(streams);
  let name: ReadCommand['name'] | undefined;
  try {
    const command = readCommandLine(words);
    name = command.name;
    await run(command, terminal);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof WrongUsage) {
      terminal.stderr.line(`second-look: ${oneLine(error.message)}. See second-look --help.`);
      return exitCodes.wrongUsage;
    }
    const message = error instanceof Error ? error.message : String(error);
    const isKnown = error instanceof SecondLookError;
    terminal.stderr.line(`second-look: ${isKnown ? '' : 'unexpected failure: '}${oneLine(message)}`);
    // Options that `serve` refuses count as wrong usage.
    return isKnown && name === 'serve' && error.kind === 'bad-parameter'
      ? exitCodes.wrongUsage
      : exitCodes.failed;
  }
}
