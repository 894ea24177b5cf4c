/** A learn block is one rule and one folder: only the two registries name it, and nothing else depends on its name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { learnBlockNames } from '../../domain/learn-blocks/registry';

const registries = ['src/domain/learn-blocks/registry.ts', 'src/dashboard/learn-blocks/registry.ts'];
const isOwn = (path: string, name: string) =>
  path === `src/domain/learn-blocks/${name}.ts` || path.startsWith(`src/dashboard/learn-blocks/${name}/`);

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => join('src', file))
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|\/fixtures\//.test(path));

/** The sources that match, except the two registries. */
const others = (pattern: RegExp, isAllowed: (path: string) => boolean = () => false) =>
  sources.filter(
    (path) => !registries.includes(path) && !isAllowed(path) && pattern.test(readFileSync(path, 'utf8')),
  );

test.each(learnBlockNames)('%s has one rule and one folder, which only the registries import', (name) => {
  expect(existsSync(`src/domain/learn-blocks/${name}.ts`)).toBe(true);
  expect(existsSync(`src/dashboard/learn-blocks/${name}/${name}.tsx`)).toBe(true);
  const imported = new RegExp(`(?:from |import\\()'[./]+/(?:[\\w-]+/)*${name}'`);
  expect(others(imported, (path) => isOwn(path, name))).toEqual([]);
});

test('nothing else depends on the name of a block', () => {
  expect(others(/\b(?:LearnBlockName|learnBlockNames|learnBlockNameOf|mainLearnBlockName)\b/)).toEqual([]);
});
