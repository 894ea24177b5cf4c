/** What the tests build is kept for the next start, so it must be the production build. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './start-server';

test('a build in the environment of a test runner is a production build', async () => {
  const names = await readdir(join(root, 'dist/dashboard/assets'));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => name.includes('dev-runtime'))).toEqual([]);
});

test('the packages that a build needs are no development packages, so `npm ci --omit=dev` gives a working product', async () => {
  const manifest = z.object({
    dependencies: z.record(z.string(), z.string()),
    scripts: z.object({ build: z.string() }),
  });
  const { dependencies, scripts } = manifest.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  );
  const commands = scripts.build.split('&&').map((command) => command.trim().split(' ')[0]);
  const configs = ['vite.config.ts', 'vite.server.config.ts'];
  const texts = await Promise.all(configs.map((name) => readFile(join(root, name), 'utf8')));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/ from '([^.'][^']*)'/g)].map(([, name]) => name),
  );
  const needed = [...commands, ...imported];
  expect(needed).toContain('vite');
  expect(needed.filter((name) => !Object.hasOwn(dependencies, name ?? ''))).toEqual([]);
});
