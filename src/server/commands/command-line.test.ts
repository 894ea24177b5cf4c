/** How command lines are parsed, and which of them are wrong usage. */
import { describe, expect, it } from 'vitest';
import { commands, numberFlag, readCommandLine, usage } from './command-line';

const read = (line: string) => {
  const { name, files, flags } = readCommandLine(line === '' ? [] : line.split(' '));
  return { name, files, flags: Object.fromEntries(flags) };
};

describe('readCommandLine', () => {
  it.each([
    ['', { name: 'serve', files: [], flags: {} }],
    ['serve', { name: 'serve', files: [], flags: {} }],
    ['--port 0 --open', { name: 'serve', files: [], flags: { port: '0', open: '' } }],
    [
      'serve --no-demo --host=::1 --token x',
      { name: 'serve', files: [], flags: { 'no-demo': '', host: '::1', token: 'x' } },
    ],
    [
      'import a.json b.json.gz --project 7',
      { name: 'import', files: ['a.json', 'b.json.gz'], flags: { project: '7' } },
    ],
    [
      'import --project=7 --name=-x -- -a.json',
      { name: 'import', files: ['-a.json'], flags: { project: '7', name: '-x' } },
    ],
    ['check import', { name: 'check', files: ['import'], flags: {} }],
    ['check --data x', { name: 'check', files: [], flags: { data: 'x' } }],
    ['--help', { name: 'help', files: [], flags: {} }],
    ['import -h', { name: 'help', files: [], flags: {} }],
    ['--version', { name: 'version', files: [], flags: {} }],
  ])('reads "%s"', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ['frob', 'there is no command "frob"; the commands are serve, import, check'],
    ['__proto__', 'there is no command "__proto__"'],
    ['--frob', "Unknown option '--frob'"],
    ['-x', "Unknown option '-x'"],
    ['check a.json --project 1', "Unknown option '--project'"],
    ['check', 'check needs at least one file, or --data'],
    ['check a.json --data x', 'check needs at least one file, or --data, and not both'],
    ['serve a.json', 'serve takes no file, but got "a.json"'],
    ['import --project 1', 'import needs at least one file'],
    ['import a.json', 'import needs --project ID'],
    ['import a.json --project', "'--project <value>' argument missing"],
    ['import a.json --project --name x', "Did you forget to specify the option argument for '--project'?"],
    ['import a.json --project=', '--project needs a value'],
    ['import a.json --project 1 --project 2', '--project is given twice'],
    ['serve --open=yes', "Option '--open' does not take an argument"],
  ])('refuses "%s"', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });
});

describe('flags', () => {
  it('reads whole numbers within bounds', () => {
    const flags = new Map([['port', '65535']]);
    expect(numberFlag(flags, 'port', 65_535)).toBe(65_535);
    expect(numberFlag(flags, 'other')).toBeUndefined();
    expect(() => numberFlag(flags, 'port', 65_534)).toThrow(
      '--port must be a whole number from 0 to 65534, but is "65535"',
    );
    for (const text of ['1.5', '-1', '0x1', '1e3', ' 1', '9007199254740993', 'seven']) {
      expect(() => numberFlag(new Map([['project', text]]), 'project'), text).toThrow(
        '--project must be a whole number',
      );
    }
  });
});

describe('usage', () => {
  it('has every command and flag', () => {
    for (const [name, flags] of Object.entries(commands)) {
      const part = usage.slice(usage.indexOf(name === 'serve' ? '[serve]' : `second-look ${name} `));
      for (const flag of Object.keys(flags)) expect(part).toMatch(new RegExp(`^      --${flag} .*\\S`, 'm'));
    }
  });
});
