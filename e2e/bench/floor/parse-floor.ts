/** The floor of an import, as a separate process: `JSON.parse` of every line of a file, and nothing else. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const linesAtOnce = 2000;
const [path = ''] = process.argv.slice(2);
let milliseconds = 0;
let processorMicroseconds = 0;

function parseAll(lines: readonly string[]): void {
  const processor = process.cpuUsage();
  const started = performance.now();
  for (const line of lines) JSON.parse(line);
  milliseconds += performance.now() - started;
  const { user, system } = process.cpuUsage(processor);
  processorMicroseconds += user + system;
}

let lines: string[] = [];
for await (const line of createInterface({ input: createReadStream(path) })) {
  lines.push(line);
  if (lines.length < linesAtOnce) continue;
  parseAll(lines);
  lines = [];
}
parseAll(lines);
process.stdout.write(JSON.stringify({ milliseconds, processorSeconds: processorMicroseconds / 1e6 }));
