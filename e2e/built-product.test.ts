/** What the tests build stays for the next start: it must be the product as anyone gets it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './start-server';

test('a build in the environment of a test runner is one for production', async () => {
  const names = await readdir(join(root, 'dist/dashboard/assets'));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => name.includes('dev-runtime'))).toEqual([]);
});
