/** The folder of this package, wherever its code runs from, and its version. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // From src/server as from dist/server: the nearest folder above that is a package.
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('This file is not inside its package any more');
    folder = parent;
  }
  return folder;
}

/** The package's own folder. */
export const packageRoot = findRoot();

/** The version that the package says. */
export const packageVersion = packageSchema.parse(
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')),
).version;
