/** The folder of this package, wherever its code runs from, and its version. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // Works from src/server and from dist/server: the nearest parent folder that is a package.
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('This file is not inside its package any more');
    folder = parent;
  }
  return folder;
}

/** The package's folder. */
export const packageRoot = findRoot();

/** The version in package.json. */
export const packageVersion = packageSchema.parse(
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')),
).version;
