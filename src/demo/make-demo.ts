/** Regenerates the demo projects, all or those given on the command line: `npx tsx src/demo/make-demo.ts [name…]`. */
import { join } from 'node:path';
import { writeDemo } from './demo-folder';
import { measuresAsMarkdown } from './demo-measures';
import { makeDigitScenes } from './digit-scenes';
import { makeDigits } from './digits';
import { makePedometer } from './pedometer';

const makers = new Map([
  ['pedometer', makePedometer],
  ['digits', makeDigits],
  ['digit-scenes', makeDigitScenes],
]);

const dataFolder = join(import.meta.dirname, 'data');
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !makers.has(name));
if (unknown.length > 0) {
  console.error(`No demo is called ${unknown.join(', ')}. There are ${[...makers.keys()].join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, make] of makers) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const start = performance.now();
    const project = make();
    const written = writeDemo(dataFolder, project);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${name}: ${seconds} s`);
    console.log(measuresAsMarkdown(project.runs));
    for (const [file, bytes] of Object.entries(written))
      console.log(`  ${file}: ${(bytes / 1024).toFixed(0)} KB`);
  }
}
