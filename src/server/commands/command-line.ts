/** The commands: their flags, the parser, and the usage text. */
import { parseArgs } from 'node:util';
import { variants } from '../../contract/query';
import { readWholeNumber } from '../../contract/whole-number';
import { WrongUsage } from './terminal';

// The parser accepts repeated flags, so that we can refuse them instead of using the last one.
const word = { type: 'string', multiple: true } as const;
const mark = { type: 'boolean', multiple: true } as const;

/** The flags of every command. */
export const commands = {
  serve: { data: word, store: word, port: word, host: word, token: word, 'no-demo': mark, open: mark },
  import: {
    project: word,
    name: word,
    impulse: word,
    variant: word,
    run: word,
    media: word,
    data: word,
    store: word,
  },
  check: { data: word },
} as const;

export type CommandName = keyof typeof commands;

/** A command with the given flags; a flag without a value has an empty value. */
export interface ReadCommand {
  name: CommandName | 'help' | 'version';
  files: string[];
  flags: ReadonlyMap<string, string>;
}

const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name);

function parsed(name: CommandName, args: readonly string[]) {
  const always = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...args], options: { ...commands[name], ...always }, allowPositionals: true });
  } catch (error) {
    // The parser's message is written for people, but ends with a full stop.
    throw new WrongUsage(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}

/** Parses the words after the program's name. Throws `WrongUsage`. */
export function readCommandLine(words: readonly string[]): ReadCommand {
  const [first] = words;
  const isNamed = isCommand(first);
  if (first !== undefined && !isNamed && !first.startsWith('-')) {
    throw new WrongUsage(
      `there is no command ${JSON.stringify(first)}; the commands are ${Object.keys(commands).join(', ')}`,
    );
  }
  const name = isNamed ? first : 'serve';
  const { values, positionals: files } = parsed(name, words.slice(isNamed ? 1 : 0));
  const flags = new Map<string, string>();
  for (const [flag, given] of Object.entries(values)) {
    if (flag === 'help' || flag === 'version') return { name: flag, files, flags };
    const [value, second] = [given].flat();
    if (second !== undefined) throw new WrongUsage(`--${flag} is given twice`);
    if (value === '') throw new WrongUsage(`--${flag} needs a value`);
    flags.set(flag, typeof value === 'string' ? value : '');
  }
  if (name === 'serve' && files.length > 0)
    throw new WrongUsage(`serve takes no file, but got ${JSON.stringify(files[0])}`);
  if (name === 'import' && files.length === 0) throw new WrongUsage('import needs at least one file');
  if (name === 'import' && !flags.has('project')) throw new WrongUsage('import needs --project ID');
  if (name === 'check' && files.length > 0 === flags.has('data'))
    throw new WrongUsage('check needs at least one file, or --data, and not both');
  return { name, files, flags };
}

/** A flag as a whole number within bounds; `undefined` if it was not given. Throws `WrongUsage`. */
export function numberFlag(
  flags: ReadonlyMap<string, string>,
  name: string,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = readWholeNumber(text);
  if (value !== undefined && value <= most) return value;
  throw new WrongUsage(`--${name} must be a whole number from 0 to ${most}, but is ${JSON.stringify(text)}`);
}

/** The text of `--help`. */
export const usage = `Second Look: which samples did the model get wrong, and why?

second-look [serve] [--data DIR] [--store URL] [--port N] [--host H] [--token T] [--no-demo] [--open]
    starts the server (also without the word "serve")
      --data DIR       the data folder; unset: SECOND_LOOK_DATA, else the user's data folder
      --store URL      keep the runs on a ClickHouse server, clickhouse://user@host:8123/database, instead of in the
                       data folder; SECOND_LOOK_CLICKHOUSE_PASSWORD has the password
      --port N         the port; 0 takes a free one
      --host H         the address to listen on; another than 127.0.0.1 needs --token
      --token T        the access token that clients must give; unset: SECOND_LOOK_TOKEN
      --no-demo        do not put the demo projects into a new data folder
      --open           open the page in the browser

second-look import FILE… --project ID [--name TEXT] [--impulse ID] [--variant V] [--run TEXT] [--media DIR]
                   [--data DIR] [--store URL]
    imports result files (.json, .jsonl, each also .gz; - is standard input) as one new run, all or nothing
      --project ID     the number of the project
      --name TEXT      the project's name, where it is new
      --impulse ID     the number of the impulse; unset: 1
      --variant V      ${variants.join(', ')}; unset: float32
      --run TEXT       the run's name; unset: the time
      --media DIR      a folder with the samples' pictures, sounds or signals
      --data DIR       the data folder; unset: SECOND_LOOK_DATA, else the user's data folder
      --store URL      as for serve; a server that uses the data folder imports into its own store

second-look check FILE… | --data DIR
    says what would be imported (- is standard input), and every problem with its place; changes nothing
      --data DIR       verify this data folder instead: every run, record and index

second-look --help | --version

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
`;
