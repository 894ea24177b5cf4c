/** The flags of every command, declared once: what they take, how they read, and the usage text. */
import { parseArgs } from 'node:util';
import { variants } from '../../contract/query';
import { readWholeNumber } from '../../contract/whole-number';
import { WrongUsage } from './terminal';

interface Flag {
  /** What its value is called in the usage text; absent: it takes none. */
  value?: string;
  isRequired?: boolean;
  help: string;
}

interface Declared {
  takesFiles: boolean;
  /** The flag that may be given in the place of files. */
  insteadOfFiles?: string;
  help: string;
  flags: Record<string, Flag>;
}

const data: Flag = {
  value: 'DIR',
  help: "the data folder; unset: SECOND_LOOK_DATA, else the user's data folder",
};

/** Every command with its flags, in the order of the usage text. */
export const commands = {
  serve: {
    takesFiles: false,
    help: 'starts the server (also without the word "serve")',
    flags: {
      data,
      port: { value: 'N', help: 'the port; 0 takes a free one' },
      host: { value: 'H', help: 'the address to listen on; another than 127.0.0.1 needs --token' },
      token: { value: 'T', help: 'the access token that clients must give; unset: SECOND_LOOK_TOKEN' },
      'no-demo': { help: 'do not put the demo projects into a new data folder' },
      open: { help: 'open the page in the browser' },
    },
  },
  import: {
    takesFiles: true,
    help: 'imports result files (.json, .jsonl, each also .gz; - is standard input) as one new run, all or nothing',
    flags: {
      project: { value: 'ID', isRequired: true, help: 'the number of the project' },
      name: { value: 'TEXT', help: "the project's name, where it is new" },
      impulse: { value: 'ID', help: 'the number of the impulse; unset: 1' },
      variant: { value: 'V', help: `${variants.join(', ')}; unset: float32` },
      run: { value: 'TEXT', help: "the run's name; unset: the time" },
      media: { value: 'DIR', help: "a folder with the samples' pictures, sounds or signals" },
      data,
    },
  },
  check: {
    takesFiles: true,
    insteadOfFiles: 'data',
    help: 'says what would be imported (- is standard input), and every problem with its place; changes nothing',
    flags: { data: { value: 'DIR', help: 'verify this data folder instead: every run, record and index' } },
  },
} as const satisfies Record<string, Declared>;

export type CommandName = keyof typeof commands;

/** A command with the flags that were given; a flag without a value is there with an empty one. */
export interface ReadCommand {
  name: CommandName | 'help' | 'version';
  files: string[];
  flags: ReadonlyMap<string, string>;
}

const isCommand = (word: string | undefined): word is CommandName =>
  word !== undefined && Object.hasOwn(commands, word);

const declared = (name: CommandName): Declared => commands[name];

const flagsOf = (name: CommandName): ReadonlyMap<string, Flag> =>
  new Map(Object.entries(commands[name].flags));

/** What the words after the program's name ask for. Throws `WrongUsage`. */
export function readCommandLine(words: readonly string[]): ReadCommand {
  const [first] = words;
  const isNamed = isCommand(first);
  if (first !== undefined && !isNamed && !first.startsWith('-')) {
    throw new WrongUsage(
      `there is no command ${JSON.stringify(first)}; the commands are ${Object.keys(commands).join(', ')}`,
    );
  }
  const name = isNamed ? first : 'serve';
  const known = flagsOf(name);
  const options = Object.fromEntries(
    [...known].map(([flag, { value }]) => [
      flag,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: words.slice(isNamed ? 1 : 0),
    options: { ...options, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const files: string[] = [];
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'version') return { name: token.name, files, flags };
    const flag = known.get(token.name);
    if (flag === undefined) throw new WrongUsage(`${name} has no flag ${token.rawName}`);
    if (flags.has(token.name)) throw new WrongUsage(`${token.rawName} is given twice`);
    flags.set(token.name, flagValue(token.rawName, flag, token.value, token.inlineValue === true));
  }
  checkFiles(name, files, flags);
  for (const [flag, { isRequired, value }] of known) {
    if (isRequired === true && !flags.has(flag))
      throw new WrongUsage(`${name} needs --${flag} ${value ?? ''}`);
  }
  return { name, files, flags };
}

function checkFiles(name: CommandName, files: readonly string[], flags: ReadonlyMap<string, string>): void {
  const { takesFiles, insteadOfFiles = '' } = declared(name);
  if (files.length > 0 && !takesFiles) {
    throw new WrongUsage(`${name} takes no file, but got ${JSON.stringify(files[0])}`);
  }
  if (flags.has(insteadOfFiles)) {
    if (files.length > 0) throw new WrongUsage(`${name} takes files or --${insteadOfFiles}, not both`);
  } else if (files.length === 0 && takesFiles) {
    const or = insteadOfFiles === '' ? '' : `, or --${insteadOfFiles}`;
    throw new WrongUsage(`${name} needs at least one file${or}`);
  }
}

function flagValue(rawName: string, { value }: Flag, given: string | undefined, isInline: boolean): string {
  if (value === undefined) {
    if (given !== undefined) throw new WrongUsage(`${rawName} takes no value`);
    return '';
  }
  // "--data --port 1" means a value that was forgotten, not a folder named "--port".
  if (given === undefined || given === '' || (!isInline && given.startsWith('-'))) {
    throw new WrongUsage(`${rawName} needs a value: ${rawName} ${value}`);
  }
  return given;
}

/** A flag as a whole number between two ends; `undefined` where it was not given. Throws `WrongUsage`. */
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

/** A flag as a text of at most so many characters; `undefined` where it was not given. Throws `WrongUsage`. */
export function textFlag(flags: ReadonlyMap<string, string>, name: string, most: number): string | undefined {
  const text = flags.get(name);
  if (text === undefined || text.length <= most) return text;
  throw new WrongUsage(`--${name} may have at most ${most} characters, but has ${text.length}`);
}

/** The text of `--help`. */
export function usage(): string {
  const names = Object.keys(commands).filter((name) => isCommand(name));
  const parts = names.map((name) => {
    const { takesFiles, insteadOfFiles, help, flags: ofCommand } = declared(name);
    const flags = Object.entries(ofCommand);
    const short = flags.map(([flag, { value, isRequired }]) => {
      const text = value === undefined ? `--${flag}` : `--${flag} ${value}`;
      if (flag === insteadOfFiles) return `| ${text}`;
      return isRequired === true ? text : `[${text}]`;
    });
    const head = [
      'second-look',
      name === 'serve' ? '[serve]' : name,
      ...(takesFiles ? ['FILE…'] : []),
      ...short,
    ];
    const lines = flags.map(([flag, { value, help: sentence }]) => {
      return `      ${`--${flag} ${value ?? ''}`.padEnd(16)} ${sentence}`;
    });
    return [head.join(' '), `    ${help}`, ...lines].join('\n');
  });
  return `Second Look: which samples did the model get wrong, and why?

${parts.join('\n\n')}

second-look --help | --version

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
`;
}
