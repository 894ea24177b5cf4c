/** Commands from their arguments to their output and exit code; imports go into a real store. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageVersion } from '../package-root';
import { pageOf, predictionOf, resultOf } from '../import/fixtures/source-fixtures';
import { openDuckdbStore } from '../store/duckdb/duckdb-store';
import { importCommand } from './import';
import { runCommand } from './run-command';
import { Output } from './terminal';

let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-commands-'));
  await writeFile(
    at('good.json'),
    pageOf([resultOf(1), resultOf(2)], [predictionOf(1), predictionOf(2, 0, 'wave')]),
  );
  await writeFile(at('good.json.gz'), gzipSync(pageOf([resultOf(3)], [])));
  await writeFile(at('bad.json'), pageOf([resultOf(1), resultOf(2, {}, { idle: 'x' })], []));
  await writeFile(
    at('many-bad.json'),
    pageOf(
      Array.from({ length: 130 }, (_, index) => ({ sampleId: index })),
      [],
    ),
  );
  await mkdir(at('media'));
  await symlink(at('nowhere'), at('broken-link.json'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command and returns its output and exit code. */
async function run(...words: string[]) {
  let stdout = '';
  let stderr = '';
  const streams = {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  };
  const code = await runCommand(words, streams);
  return { code, stdout, stderr };
}

async function projectsIn(data: string) {
  const store = await openDuckdbStore(data, { report: () => {} });
  try {
    return await store.projects();
  } finally {
    await store.close();
  }
}

describe('usage', () => {
  it('answers --help and --version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: `${packageVersion}\n`, stderr: '' });
    const help = await run('import', '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('second-look check FILE…');
  });

  it.each([
    ['frob'],
    ['import', 'a.json'],
    ['import', 'a.json', '--project', 'x'],
    ['import', 'a.json', '--project', '1', '--variant', 'float16'],
    ['import', 'a.json', '--project', '1', '--name', 'x'.repeat(201)],
    ['import', 'a.json', '--project', '1', '--store', 'http://host/looks'],
    ['serve', '--store', 'clickhouse://me:hunter2@host/looks'],
    ['serve', '--port', '65536'],
    ['serve', '--host', '0.0.0.0'],
    ['serve', '--token', '            '],
    ['serve', '--token', ' leading-space'],
    ['serve', '--token', 'sécret-0123456789'],
    ['serve', '--token', 'line\nbreak-0123456789'],
    ['check'],
  ])('ends %s %s %s %s %s with 2 and one line', async (...words) => {
    const { code, stdout, stderr } = await run(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^second-look: [^\n]+\n$/);
  });
});

describe('import', () => {
  it('imports files as one run with the given properties, and reports it', async () => {
    const data = at('data');
    const ended = await run(
      'import',
      at('good.json'),
      at('good.json.gz'),
      '--project',
      '7',
      '--name',
      'Gestures',
      '--impulse',
      '2',
      '--variant',
      'int8',
      '--run',
      'first',
      '--media',
      at('media'),
      '--data',
      data,
    );
    expect(ended).toEqual({
      code: 0,
      stdout:
        'Imported 3 samples: project 7, impulse 2, int8, run "first".\nNote: 1 sample without predictions: what the model said is worked out from the scores. It is sample 3.\n',
      stderr: '',
    });
    const projects = await projectsIn(data);
    expect(projects).toMatchObject([
      {
        id: 7,
        name: 'Gestures',
        runs: [
          {
            name: 'first',
            impulseId: 2,
            variant: 'int8',
            samples: 3,
            files: ['good.json', 'good.json.gz'],
            hasMedia: true,
          },
        ],
      },
    ]);
    expect(projects[0]?.runs[0]?.learnBlocks).toMatchObject([{ id: 5, type: 'keras', title: 'Classifier' }]);
    const again = await run(
      'import',
      at('good.json'),
      at('good.json.gz'),
      '--project',
      '7',
      '--impulse',
      '2',
      '--variant',
      'int8',
      '--data',
      data,
    );
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('The same 3 samples were there already');
  });

  it.each([
    [['bad.json'], 'bad.json, result entry 2 (byte '],
    [['good.json', 'bad.json'], 'bad.json, result entry 2 (byte '],
    [['missing.json'], 'missing.json: there is no such file. Nothing was read.'],
    [['broken-link.json'], 'broken-link.json: there is no such file'],
    [['media'], 'media: this is a folder; name the files in it'],
    [['good.json', '--media', 'missing'], 'there is no such folder'],
  ])('refuses %j with 1 and one line, and stores nothing', async (words, message) => {
    const data = await mkdtemp(at('refused-'));
    const paths = words.map((word) => (word.startsWith('--') ? word : at(word)));
    const ended = await run('import', ...paths, '--project', '1', '--data', data);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(/^second-look: [^\n]+\n$/);
    expect(ended.stderr).toContain(message);
    expect(await projectsIn(data)).toEqual([]);
  });

  it('stores nothing of a truncated page', async () => {
    const data = at('cut-data');
    const page = Buffer.from(pageOf([resultOf(1), resultOf(2)], [predictionOf(1)]));
    for (let size = 1; size < page.length; size += 97) {
      await writeFile(at('cut.json'), page.subarray(0, size));
      expect(
        (await run('import', at('cut.json'), '--project', '1', '--data', data)).code,
        `${size} bytes`,
      ).toBe(1);
    }
    expect(await projectsIn(data)).toEqual([]);
  });

  it('numbers files with equal names', async () => {
    await mkdir(at('other'));
    await writeFile(at('other/good.json'), pageOf([resultOf(1), resultOf(9, {}, { idle: [] })], []));
    const ended = await run('check', at('good.json'), at('other/good.json'));
    expect(ended.stdout).toContain('Problem: good.json (2), result entry 2');
  });

  it('stops when it is cancelled, and stores nothing', async () => {
    const data = at('cancelled-data');
    const ids = Array.from({ length: 3000 }, (_, index) => index);
    await writeFile(
      at('long.json'),
      pageOf(
        ids.map((id) => resultOf(id)),
        [],
      ),
    );
    const controller = new AbortController();
    const output = new Output({
      isTTY: true,
      write: (text) => {
        if (text.includes('samples')) controller.abort(new Error('cancelled'));
      },
    });
    const command = {
      files: [at('long.json')],
      dataFolder: data,
      projectId: 1,
      impulseId: 1,
      variant: 'int8' as const,
    };
    await expect(
      importCommand(command, { stdout: output, stderr: output }, controller.signal),
    ).rejects.toThrow('cancelled');
    expect(await projectsIn(data)).toEqual([]);
    expect(await readdir(join(data, 'temp'))).toEqual([]);
  });
});

describe('check', () => {
  it('reports what would be imported, and stores nothing', async () => {
    const before = await readdir(folder);
    expect(await run('check', at('good.json'))).toEqual({
      code: 0,
      stdout:
        '2 samples with 2 windows and 1 label: 1 correct, 1 incorrect.\nLearn blocks: Classifier (keras).\nThis can be imported.\n',
      stderr: '',
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it('names every problem with its place, and exits with 1', async () => {
    const { code, stdout, stderr } = await run('check', at('bad.json'), at('good.json.gz'));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Problem: bad\.json, result entry 2 \(byte \d+\): classifications\[0\]\.result\[0\]\.idle should be/,
    );
    expect(stderr).toMatch(
      /^second-look: There is 1 problem, so nothing of this would be imported\. [^\n]+\n$/,
    );
  });

  it('lists a hundred problems and counts the rest', async () => {
    const { stdout, stderr } = await run('check', at('many-bad.json'));
    expect(stdout.match(/^Problem: /gm)).toHaveLength(100);
    expect(stdout).toContain('… and 30 more problems.');
    expect(stderr).toContain('There are 130 problems');
  });
});
