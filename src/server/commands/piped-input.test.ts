/** Results from standard input and named pipes, imported into a store and through a running server. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { packageRoot } from '../package-root';
import { pageOf, predictionOf, resultOf } from '../import/fixtures/source-fixtures';
import { checkFiles } from './check';
import { runCommand } from './run-command';
import { terminalOf } from './terminal';

const lineOf = (id: number) => JSON.stringify({ result: resultOf(id), predictions: [predictionOf(id)] });
const page = pageOf([resultOf(1), resultOf(2)], [predictionOf(1), predictionOf(2)]);
const lines = [1, 2].map(lineOf).join('\n');

function namedPipe(): string {
  const path = join(newFolder(), 'result.pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

function start(...words: string[]) {
  return spawn(process.execPath, ['--import', 'tsx', join(packageRoot, 'src/server/cli.ts'), ...words], {
    cwd: packageRoot,
  });
}

/** The exit of a command with the given standard input. */
async function endWith(input: string | Uint8Array, ...words: string[]) {
  const child = start(...words);
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), out, err };
}

// A folder for copies, not used by any other process.
const temporary = newFolder();
beforeAll(() => void vi.stubEnv('TMPDIR', temporary));
afterAll(() => void vi.unstubAllEnvs());
const copies = () => readdirSync(temporary).filter((name) => name.startsWith('second-look-input-'));

describe('a named pipe', () => {
  it.each([
    ['a page', page],
    ['lines', lines],
    ['a packed page', gzipSync(page)],
    ['packed lines', gzipSync(lines)],
  ])('with %s is read', async (_, content) => {
    const path = namedPipe();
    // In a separate process: opening a pipe that has no reader can only be given up by ending the process.
    const writer = spawn('tee', [path], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.end(content);
    let out = '';
    let err = '';
    const code = await runCommand(['check', path], {
      stdout: { write: (more) => void (out += more) },
      stderr: { write: (more) => void (err += more) },
    });
    writer.kill();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^2 samples with 2 windows [^]*This can be imported\.\n$/);
    expect(copies()).toEqual([]);
  });

  it('without a writer can be cancelled', async () => {
    const controller = new AbortController();
    const stream = { write: () => {} };
    const checking = checkFiles(
      [namedPipe()],
      terminalOf({ stdout: stream, stderr: stream }),
      controller.signal,
    );
    controller.abort(new Error('cancelled'));
    await expect(checking).rejects.toThrow('cancelled');
    expect(copies()).toEqual([]);
  });
});

describe('standard input', () => {
  it('is read as "-" and as /dev/stdin, and named so in a problem', async () => {
    const bad = pageOf([{ sampleId: 1 }], []);
    const [good, refused] = await Promise.all([
      endWith(gzipSync(lines), 'check', '/dev/stdin'),
      endWith(bad, 'check', '-'),
    ]);
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/^Problem: standard input, result entry 1 /);
  });

  it('is handed over to the server that is using the folder', async () => {
    const data = newFolder();
    const server = start('serve', '--port', '0', '--no-demo', '--data', data);
    try {
      await once(createInterface({ input: server.stdout }), 'line');
      const file = join(data, 'more.jsonl');
      writeFileSync(file, lineOf(3));
      const words = ['--project', '1', '--run', 'piped', '--data', data];
      expect(await endWith(page, 'import', '-', file, ...words)).toEqual({
        code: 0,
        out: 'Imported 3 samples: project 1, impulse 1, float32, run "piped".\n',
        err: '',
      });
    } finally {
      server.kill('SIGKILL');
    }
  });
});
