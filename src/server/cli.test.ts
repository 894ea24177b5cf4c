/** The command line as a process: exit codes, streams, signals, and imports handed over to a running server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from './package-root';
import { pageOf, predictionOf, resultOf } from './import/fixtures/source-fixtures';

let folder = '';
const at = (name: string) => join(folder, name);
const idsTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-cli-'));
  await writeFile(at('good.json'), pageOf([resultOf(1), resultOf(2)], [predictionOf(1), predictionOf(2)]));
  await writeFile(at('bad.json'), pageOf([resultOf(1), { sampleId: 2 }], []));
  await writeFile(
    at('long.json'),
    pageOf(
      idsTo(40_000).map((id) => resultOf(id)),
      [],
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));

function start(...words: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(packageRoot, 'src/server/cli.ts'), ...words],
    {
      cwd: packageRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = async () => {
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code: Number(code), stdout, stderr };
  };
  return { child, ended };
}

describe('second-look', () => {
  it('exits with 2 for wrong usage and 1 for what is refused', async () => {
    const [wrong, refused] = await Promise.all([
      start('import').ended(),
      start('import', at('bad.json'), '--project', '1', '--data', at('refused')).ended(),
    ]);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^second-look: bad\.json, result entry 2 [^\n]+\n$/);
  });

  it('cancels an import on SIGINT, stores nothing, and unlocks the folder', async () => {
    const data = await mkdtemp(at('cancelled-'));
    // The lock is created first; importing that many samples takes longer than delivering a signal.
    const locked = once(watch(data), 'change');
    const { child, ended } = start('import', at('long.json'), '--project', '1', '--data', data);
    const end = ended();
    await locked;
    child.kill('SIGINT');
    expect(await end).toEqual({
      code: 1,
      stdout: '',
      stderr: 'second-look: Cancelled; nothing was stored.\n',
    });
    expect(await readdir(join(data, 'projects')).catch(() => [])).toEqual([]);
    expect(await readdir(data)).not.toContain('server.json');
  });

  it('hands an import over to the server that is using the folder', async () => {
    const data = at('served');
    const server = start('serve', '--port', '0', '--no-demo', '--data', data);
    const serverEnd = once(server.child, 'exit');
    try {
      const [line] = await once(createInterface({ input: server.child.stdout }), 'line');
      const address = /^Second Look is at (http:\S+)$/.exec(String(line))?.[1] ?? '';
      const words = ['--project', '3', '--name', 'Handed over', '--run', 'one', '--data', data] as const;
      const good = await start('import', at('good.json'), ...words).ended();
      expect(good).toEqual({
        code: 0,
        stdout: 'Imported 2 samples: project 3, impulse 1, float32, run "one".\n',
        stderr: '',
      });
      const page: unknown = await (await fetch(`${address}v1/api/3/classify/all/result/page`)).json();
      expect(page).toMatchObject({
        success: true,
        totalCount: 2,
        result: [{ sampleId: 1 }, { sampleId: 2 }],
      });

      const bad = await start('import', at('bad.json'), ...words).ended();
      expect(bad).toMatchObject({ code: 1, stdout: '' });
      expect(bad.stderr).toMatch(/^second-look: bad\.json, result entry 2 /);
      const project: unknown = await (await fetch(`${address}v1/api/3/second-look/project`)).json();
      expect(project).toMatchObject({
        project: { name: 'Handed over', runs: [{ name: 'one', samples: 2 }] },
      });
    } finally {
      server.child.kill('SIGTERM');
    }
    expect(await serverEnd).toEqual([0, null]);
  });
});
