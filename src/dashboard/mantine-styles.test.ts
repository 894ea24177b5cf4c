/** Every used component has its styles; nothing else would report one that is missing. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const library = 'node_modules/@mantine/core';
const read = (path: string) => readFileSync(path, 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

const filesIn = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

/** The styles of a module of the library and of all its imports. */
function stylesOf(module: string, seen: Set<string>): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const own = /\/(\w+)\.module\.mjs$/.exec(module)?.[1];
  const imported = found(read(module), /from ["'](\.[^"']+)["']/g);
  return [
    ...(own === undefined ? [] : [own]),
    ...imported.flatMap((path) => stylesOf(join(dirname(module), path), seen)),
  ];
}

test('every Mantine component in use has its styles, in the order of the library', () => {
  const names = filesIn('src/dashboard', '.tsx').flatMap((file) =>
    found(read(file), /import \{([^}]*)\} from '@mantine\/core'/g).flatMap((list) => list.split(',')),
  );
  const used = new Set(names.map((name) => name.trim()));
  const modules = filesIn(`${library}/esm/components`, '.mjs');
  const components = modules.filter((path) => used.has(/\/(\w+)\/\1\.mjs$/.exec(path)?.[1] ?? ''));
  expect(components.length).toBeGreaterThan(5);

  const seen = new Set<string>();
  const needed = components.flatMap((path) => stylesOf(path, seen));
  const imported = found(read('src/dashboard/mantine-styles.ts'), /styles\/([\w-]+)\.css/g);
  expect(imported.filter((name) => /^[A-Z]/.test(name)).toSorted()).toEqual(needed.toSorted());

  const whole = read(`${library}/styles.css`);
  const places = imported.map((name) => whole.indexOf(read(`${library}/styles/${name}.css`).trim()));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});
