/** The runs for comparing the API with the reference: the demo projects, and random ones of all learn blocks. */
import fc from 'fast-check';
import { demoEntries } from '../src/server/store/conformance/fixtures/entry-fixtures';
import { anyEntries } from '../src/server/store/conformance/fixtures/store-fixtures';
import { judgeOf, type Judge, type Parameters } from './judge';

// The samples of handwritten digits are many and all alike: one variant of them is enough.
const demos = [
  { project: 1, name: 'pedometer', variant: 'int8' },
  { project: 1, name: 'pedometer', variant: 'float32' },
  { project: 2, name: 'digits', variant: 'int8' },
  { project: 3, name: 'digit-scenes', variant: 'int8' },
  { project: 3, name: 'digit-scenes', variant: 'float32' },
];

/** The runs of each demo project, with the parameters that select them. */
export const judgedDemos = (): { project: number; said: readonly Parameters[]; judge: Judge }[] =>
  demos.map(({ project, name, variant }) => ({
    project,
    said: [{ variant }],
    judge: judgeOf(
      demoEntries(name, variant)
        .map((entry) => JSON.stringify(entry))
        .join('\n'),
    ),
  }));

const decoder = new TextDecoder();

/** A random run as JSON Lines, with at least half as many samples as `most`. */
export function randomLines(seed: number, most: number): string {
  const [entries = []] = fc.sample(anyEntries(most), { numRuns: 1, seed });
  return entries
    .map(
      ({ result, predictions }) =>
        `{"result":${decoder.decode(result)},"predictions":[${decoder.decode(predictions)}]}`,
    )
    .join('\n');
}
